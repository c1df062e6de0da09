import { OutcomeKind, outcomeTopic } from '@xunlian/events';
import type { Figure } from '../figures/figure.ts';
import { byKey } from '../figures/figure.ts';
import { day, digest, flag, oneOf } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** How many people one kind of outcome befell. */
export interface OutcomeFigure {
  readonly kind: string;
  readonly people: number;
}

/** What the figures are counted over. A person is a digest here: counted, never named. */
export const outcomeTables = [
  table('outcomes', outcomeTopic, { person: digest, kind: oneOf(OutcomeKind), accountability: flag, decidedOn: day }),
];

/** Outcomes decided in the period, without people held to account. */
export const outcomes = peopleByKind('outcomes', 'accountability IS NOT TRUE');

/** People held to account 问责 for poor rectification in the period. */
export const accountability = peopleByKind('accountability', 'accountability');

/** Distinct people by kind: a person counts once for each kind. */
function peopleByKind(name: string, condition: string): Figure<OutcomeFigure[]> {
  return {
    name,
    cost: 2,
    tallies: ({ owned, during }) => [{
      by: ['kind'],
      counts: ['count(DISTINCT person)'],
      over: `outcomes WHERE ${owned()} AND ${during('decidedOn')} AND ${condition}`,
    }],
    answer: (lines) => byKey(lines, (kind, [people = 0]) => ({ kind, people })),
  };
}
