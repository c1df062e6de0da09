import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './programs.ts';

/** What came of single commands and questions that were asked all the while. */
export interface Load {
  /** Asks no more, and waits until every command is done. */
  readonly stop: () => Promise<void>;
  /** Codes of the divisions whose recording was answered as done. */
  readonly done: Set<string>;
  readonly questions: () => number;
  /** Every answer that was not what was asked for: the code of its error, or how the connection failed. */
  readonly failures: string[];
  /** What commands became that were repeated: a command is either done by then or is done now. */
  readonly repeated: string[];
  /** Position of the last command. */
  readonly position: () => string;
}

const record = 'mutation ($rows: [DivisionInput!]!) { recordDivisions(rows: $rows) { position rows { outcome } } }';
const question = 'query ($code: ID!) { division(code: $code) { code name } }';
const callers = 8;

/** Begins to ask at a gateway: each caller records one village, whose code begins with four digits, asks for it, and repeats whatever was not answered. */
export function startLoad(url: string, prefix: string): Load {
  const stopping = new AbortController();
  const load = { done: new Set<string>(), failures: [] as string[], repeated: [] as string[] };
  let questions = 0;
  let position = '';
  const answered = async (query: string, variables: object) => {
    const { data, errors } = await ask(url, { query, variables }).catch((failure: unknown) => ({ data: null, errors: [{ extensions: { code: connectionFailure(failure) } }] }));
    if (data && !errors) return data;
    load.failures.push(errors?.[0]?.extensions.code ?? 'nothing');
    await pause(100);
    return null;
  };
  const caller = async (place: number) => {
    for (let count = 0; !stopping.signal.aborted; count += 1) {
      const code = `${prefix}${place}${String(count).padStart(7, '0')}`;
      for (let tries = 0; !load.done.has(code); tries += 1) {
        const data = await answered(record, { rows: [{ code, name: code, level: 'VILLAGE' }] });
        if (!data) continue;
        const answer = data['recordDivisions'] as { position: string; rows: { outcome: string }[] };
        if (tries > 0) load.repeated.push(answer.rows[0]?.outcome ?? '');
        position = answer.position;
        load.done.add(code);
      }
      const found = await answered(question, { code });
      if (found) questions += 1;
    }
  };
  const running = Promise.all(Array.from({ length: callers }, (_, place) => caller(place)));
  return {
    ...load, questions: () => questions, position: () => position,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

function connectionFailure(failure: unknown): string {
  // The errors of fetch come from outside of the spec's own world: they are no instances of its Error.
  const cause = typeof failure === 'object' && failure !== null && 'cause' in failure ? failure.cause : failure;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : String(failure);
}
