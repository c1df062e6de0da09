import { timing } from '@xunlian/bus/occurrences';
import { workDone } from '@xunlian/service';
import DataLoader from 'dataloader';
import type { Ask } from '../rows/reader.ts';
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

/** Figures for one request, in its trace: only what is asked for is counted, and nothing twice. */
export function figuresOver(ask: Ask, trace = ''): Figures {
  const lines = new DataLoader((wanted: readonly Wanted[]) => linesOfAll(ask, wanted, trace), { cacheKeyFn: keyOf });
  return { load: async (question, figure) => figure.answer(await lines.load({ question, figure })) };
}

async function linesOfAll(ask: Ask, wanted: readonly Wanted[], trace: string) {
  const done = timing();
  const figures = new Map<string, { question: Question; figures: Figure<unknown>[] }>();
  for (const { question, figure } of wanted) {
    const same = figures.get(questionKey(question)) ?? { question, figures: [] };
    same.figures.push(figure);
    figures.set(questionKey(question), same);
  }
  const asked = [...figures].map(async ([key, same]) => {
    const rows = await ask(...statementsOf(same.question, same.figures));
    return [key, linesOf(rows.map(([text]) => String(text ?? '')))] as const;
  });
  const lines = new Map(await Promise.all(asked));
  workDone.tell({ ...done(trace ? [trace] : []), work: 'figure', parts: wanted.length });
  return wanted.map(({ question, figure }) => lines.get(questionKey(question))?.get(figure.name) ?? []);
}

function keyOf({ question, figure }: Wanted): string {
  return `${figure.name} ${questionKey(question)}`;
}

function questionKey({ lineage, scope, from, to }: Question): string {
  return [scope, from, to, ...lineage].join(' ');
}
