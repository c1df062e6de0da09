import type { CheckRecorded, DataOf } from '@xunlian/events';
import { inOrder, recordRules, Refusal, type Peers } from '@xunlian/shared';
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

/** A problem of the check, with the day its finding was found; null for a new problem. */
export interface CheckPeer {
  readonly code: string;
  readonly rectifiedOn: string | null;
  readonly foundOn: string | null;
}

/** Recording a check, and the check after a fact. */
export const { decide, evolve } = recordRules<Check, StatedCheck, CheckRefs, CheckPeer>({
  fact: 'CheckRecorded',
  noun: 'check',
  references: { officeCode: 'office', targetOfficeCode: 'office', targetOrganizationCode: 'organisation' },
  // Its problems belong to the same office.
  fixed: ['officeCode'],
  kept: ['officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  check(next, { peers }) {
    inOrder(next, 'startsOn', 'endsOn');
    checkProblems(next, peers);
  },
});

function checkProblems({ code, startsOn, endsOn }: Check, peers: Peers<CheckPeer>): void {
  for (const problem of peers(checkKey(code))) {
    if (problem.rectifiedOn !== null && problem.rectifiedOn < startsOn)
      throw new Refusal('CONFLICT', `Its problem ${problem.code} was rectified on ${problem.rectifiedOn}.`, 'startsOn');
    if (problem.foundOn !== null && endsOn !== null && problem.foundOn > endsOn)
      throw new Refusal('CONFLICT', `The finding of its problem ${problem.code} was found on ${problem.foundOn}.`, 'endsOn');
  }
}

/** Key that a check shares with its problems, which are decided by its days. */
export function checkKey(code: string): string {
  return `check/${code}`;
}
