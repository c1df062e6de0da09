import type { DataOf, RecoveryRecorded } from '@xunlian/events';
import { inOrder, recordRules } from '@xunlian/shared';
import type { HeardFinding, HeardRecord } from '../heard.ts';

/** Money that was recovered, for one finding or in general. */
export type Recovery = DataOf<typeof RecoveryRecorded> & { readonly code: string; readonly officeCode: string };

/** A recovery as it is stated. */
export type StatedRecovery = Omit<Recovery, 'lineage'>;

/** What a recovery refers to. */
export interface RecoveryRefs {
  readonly officeCode: HeardRecord;
  readonly findingCode: HeardFinding | undefined;
}

/** Recording a recovery, and the recovery after a fact. */
export const { decide, evolve } = recordRules<Recovery, StatedRecovery, RecoveryRefs>({
  fact: 'RecoveryRecorded',
  noun: 'recovery',
  references: { officeCode: 'office', findingCode: 'finding' },
  fixed: [],
  kept: ['officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  checkHeard({ recoveredOn }, { refs: { findingCode: finding } }) {
    inOrder({ foundOn: finding?.foundOn, recoveredOn }, 'foundOn', 'recoveredOn');
  },
});
