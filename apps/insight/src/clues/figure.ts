import { clueTopic } from '@xunlian/events';
import type { Rate } from '@xunlian/shared';
import { rate } from '@xunlian/shared';
import type { Figure } from '../figures/figure.ts';
import { onlyCounts } from '../figures/figure.ts';
import { day } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** Clues found and transferred in the period, and what came by its last day of those transferred. */
export interface ClueFigures {
  readonly found: number;
  readonly transferred: number;
  readonly casesOpened: Rate;
  readonly concluded: Rate;
}

/** What the figure is counted over. */
export const clueTables = [table('clues', clueTopic, { foundOn: day, transferredOn: day, caseOpenedOn: day, concludedOn: day })];

/** Clues found in the period; clues transferred in it, and of these the cases opened and concluded by its last day. */
export const clues: Figure<ClueFigures> = {
  name: 'clues',
  cost: 3,
  tallies: ({ owned, during, to }) => {
    const transferred = during('transferredOn');
    const counted = [during('foundOn'), transferred, `${transferred} AND caseOpenedOn <= ${to}`, `${transferred} AND concludedOn <= ${to}`];
    return [{ counts: counted.map((condition) => `count(*) FILTER (${condition})`), over: `clues WHERE ${owned()}` }];
  },
  answer: (lines) => {
    const [found = 0, transferred = 0, opened = 0, concluded = 0] = onlyCounts(lines);
    return { found, transferred, casesOpened: rate(opened, transferred), concluded: rate(concluded, transferred) };
  },
};
