import { mostYuan, type DataOf, type RecoveryRecorded } from '@xunlian/events';
import { inOrder, recordRules, Refusal } from '@xunlian/shared';
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
  check({ amountYuan, recoveredOn }, { refs: { findingCode: finding } }) {
    if (!(amountYuan >= 0)) throw new Refusal('INVALID', 'An amount that was recovered is not negative.', 'amountYuan');
    if (amountYuan > mostYuan) throw new Refusal('INVALID', `An amount that was recovered is at most ${mostYuan} yuan.`, 'amountYuan');
    if (Number(amountYuan.toFixed(2)) !== amountYuan) throw new Refusal('INVALID', 'An amount in yuan has at most two decimals.', 'amountYuan');
    inOrder({ foundOn: finding?.foundOn, recoveredOn }, 'foundOn', 'recoveredOn');
  },
});
