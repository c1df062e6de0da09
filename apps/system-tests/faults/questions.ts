import { setTimeout as pause } from 'node:timers/promises';
import { overviewQuestion } from '../test/graph.ts';
import { question } from './asking.ts';

/** Questions under way. */
export interface Questions {
  /** Asks no more, waits for the last answer, and gives a line for each question that was not answered whole. */
  readonly stop: () => Promise<string[]>;
}

const callers = 4;
/** Each caller reads for so long what he was answered: ms. What the machine carries is for the commands. */
const between = 50;

const lists = ['organizations', 'people', 'inspections', 'findings', 'rectifications'];

/** Asks the gateways in turn, or the other where nobody is there to take a question: the samples' own one, which insight answers, and a list of each service that owns records. */
export function startQuestions(urls: readonly string[], office: string): Questions {
  const overview = { name: 'overview', query: overviewQuestion, variables: { office, from: '2017-01-01', to: '2030-12-31', scope: 'SUBTREE' } };
  const asked = [overview, ...lists.map((name) => ({ name, query: `{ ${name}(first: 20) { nodes { __typename } } }`, variables: {} }))];
  const stopping = new AbortController();
  const [wrong, answered] = [[] as string[], new Set<string>()];
  const caller = async (place: number) => {
    for (let turn = place; !stopping.signal.aborted; turn += 1) {
      for (const { name, ...one } of asked) {
        await question(urls.map((_, next) => urls[(turn + next) % urls.length] ?? ''), one).then(
          () => void answered.add(name),
          (failure: unknown) => void wrong.push(`the question ${name} failed: ${String(failure)}`),
        );
        await pause(between);
      }
    }
  };
  const running = Promise.all(Array.from({ length: callers }, (_, place) => caller(place)));
  return {
    stop: async () => {
      stopping.abort();
      await running;
      return [...wrong, ...asked.flatMap(({ name }) => (answered.has(name) ? [] : [`the question ${name} was never answered`]))];
    },
  };
}
