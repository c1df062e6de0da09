import type { CheckRecorded, DataOf } from '@xunlian/events';
import { inOrder, recordRules } from '@xunlian/shared';
import type { HeardRecord } from '../heard.ts';

/** A check: 整改督查, 回头看 or 指导督导. */
export type Check = DataOf<typeof CheckRecorded> & { readonly code: string; readonly officeCode: string };

/** A check as it is stated. */
export type StatedCheck = Omit<Check, 'lineage'>;

/** What a check refers to. */
export interface CheckRefs {
  readonly officeCode: HeardRecord;
  readonly targetOfficeCode: HeardRecord | undefined;
  readonly targetOrganizationCode: HeardRecord | undefined;
}

/** Recording a check, and the check after a fact. */
export const { decide, evolve } = recordRules<Check, StatedCheck, CheckRefs>({
  fact: 'CheckRecorded',
  noun: 'check',
  references: { officeCode: 'office', targetOfficeCode: 'office', targetOrganizationCode: 'organisation' },
  // Its problems belong to the same office.
  fixed: ['officeCode'],
  kept: ['officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  check: (next) => inOrder(next, 'startsOn', 'endsOn'),
});
