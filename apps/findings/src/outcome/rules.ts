import type { DataOf, OutcomeRecorded } from '@xunlian/events';
import { inOrder, recordRules } from '@xunlian/shared';
import type { Clue } from '../clue/rules.ts';
import type { HeardOffice } from '../heard.ts';

/** What happened to a person 处置结果; who it was is sealed, `person` only tells people apart. */
export type Outcome = DataOf<typeof OutcomeRecorded> & { readonly code: string; readonly officeCode: string; readonly personRef: string };

/** An outcome as it is stated, with the digest of its person reference. */
export type StatedOutcome = Omit<Outcome, 'lineage'>;

/** What an outcome refers to. */
export interface OutcomeRefs {
  readonly officeCode: HeardOffice;
  readonly clueCode: Clue | undefined;
}

/** Recording an outcome, the outcome after a fact, and its fields with sealed text. */
export const { decide, evolve, sealed } = recordRules<Outcome, StatedOutcome, OutcomeRefs>({
  fact: 'OutcomeRecorded',
  noun: 'outcome',
  references: { officeCode: 'office', clueCode: 'clue' },
  fixed: [],
  kept: ['officeCode', 'personRef'],
  sealed: ['personRef'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  check: ({ decidedOn }, { refs: { clueCode: clue } }) => inOrder({ foundOn: clue?.foundOn ?? null, decidedOn }, 'foundOn', 'decidedOn'),
});
