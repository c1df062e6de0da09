import { timing } from '@xunlian/bus/occurrences';
import { workDone } from '@xunlian/service';
import { Refusal } from '@xunlian/shared';
import DataLoader from 'dataloader';
import { readers, type Ask } from '../rows/reader.ts';
import type { Figure, Question } from './figure.ts';
import { linesOf, statementsOf } from './statement.ts';

/** Answers figures; those of one question that are asked for together are of one moment. */
export interface Figures {
  readonly load: <Answer>(question: Question, figure: Figure<Answer>) => Promise<Answer>;
}

/** The lines of one figure, asked for as one of many. */
interface Wanted {
  readonly question: Question;
  readonly figure: Figure<unknown>;
}

/** The gateway waits no longer for an answer: what would be asked later, in milliseconds, is for nobody. */
const patience = 20_000;

/** Figures for one request, in its trace: only what is asked for is counted, and nothing twice. */
export function figuresOver(ask: Ask, trace = ''): Figures {
  const lines = new DataLoader((wanted: readonly Wanted[]) => linesOfAll(ask, wanted, trace), { cacheKeyFn: keyOf });
  return { load: async (question, figure) => figure.answer(await lines.load({ question, figure })) };
}

async function linesOfAll(ask: Ask, wanted: readonly Wanted[], trace: string) {
  const done = timing();
  const figures = new Map<string, Asked>();
  for (const { question, figure } of wanted) {
    const same = figures.get(questionKey(question)) ?? { question, figures: [] };
    same.figures.push(figure);
    figures.set(questionKey(question), same);
  }
  const lines = await answersOf(ask, figures);
  workDone.tell({ ...done(trace ? [trace] : []), work: 'figure', parts: wanted.length });
  return wanted.map(({ question, figure }) => lines.get(questionKey(question))?.get(figure.name) ?? []);
}

/** A question, and the figures that are to answer it. */
interface Asked {
  readonly question: Question;
  readonly figures: Figure<unknown>[];
}

/**
 * The lines of each question. A request asks no more of them at once than are answered at once: one that has thousands keeps others
 * waiting for a question of its own, and not for all of them.
 */
async function answersOf(ask: Ask, questions: ReadonlyMap<string, Asked>): Promise<Map<string, ReturnType<typeof linesOf>>> {
  const lines = new Map<string, ReturnType<typeof linesOf>>();
  const [left, until] = [[...questions], performance.now() + patience];
  const answerNext = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [key, { question, figures }] = next;
      if (performance.now() > until) throw new Refusal('BEHIND', 'These are more figures than can be counted in time. Ask for fewer at once.');
      const rows = await ask(...statementsOf(question, figures));
      lines.set(key, linesOf(rows.map(([text]) => String(text ?? ''))));
    }
  };
  await Promise.all(Array.from({ length: readers }, answerNext));
  return lines;
}

function keyOf({ question, figure }: Wanted): string {
  return `${figure.name} ${questionKey(question)}`;
}

function questionKey({ lineage, scope, from, to }: Question): string {
  return [scope, from, to, ...lineage].join(' ');
}
