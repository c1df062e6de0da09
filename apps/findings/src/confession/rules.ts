import type { ConfessionRecorded, DataOf } from '@xunlian/events';
import { recordRules } from '@xunlian/shared';
import type { HeardOffice } from '../heard.ts';

/** A confession 主动投案; it needs no clue. */
export type Confession = DataOf<typeof ConfessionRecorded> & { readonly code: string; readonly officeCode: string };

/** A confession as it is stated. */
export type StatedConfession = Omit<Confession, 'lineage'>;

/** What a confession refers to. */
export interface ConfessionRefs {
  readonly officeCode: HeardOffice;
}

/** Recording a confession, and the confession after a fact. */
export const { decide, evolve } = recordRules<Confession, StatedConfession, ConfessionRefs>({
  fact: 'ConfessionRecorded',
  noun: 'confession',
  references: { officeCode: 'office' },
  fixed: [],
  kept: ['officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
});
