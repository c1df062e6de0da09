import { LetterKind, letterTopic } from '@xunlian/events';
import { countedBy } from '../figures/counted.ts';
import { day, oneOf } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** How many letters of one kind. */
export interface LetterCount {
  readonly kind: string;
  readonly count: number;
}

/** What the figure is counted over. */
export const letterTables = [table('letters', letterTopic, { kind: oneOf(LetterKind), sentOn: day })];

/** Letters sent in the period, by kind. */
export const letters = countedBy('letters', { column: 'kind', dayColumn: 'sentOn' }, (kind, count): LetterCount => ({ kind, count }));
