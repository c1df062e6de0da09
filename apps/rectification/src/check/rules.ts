import type { CheckRecorded, DataOf } from '@xunlian/events';
import { inOrder, recordRules, Refusal } from '@xunlian/shared';
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
    const early = peers(checkKey(next.code)).find(({ rectifiedOn }) => rectifiedOn !== null && rectifiedOn < next.startsOn);
    if (early) throw new Refusal('CONFLICT', `Its problem ${early.code} was rectified on ${early.rectifiedOn}.`, 'startsOn');
  },
  checkHeard({ code, endsOn }, { peers }) {
    // Which one and when is not said: it may be of an office of which this one knows nothing.
    const isLate = peers(checkKey(code)).some(({ foundOn }) => endsOn !== null && foundOn !== null && foundOn > endsOn);
    if (isLate) throw new Refusal('CONFLICT', 'The finding of one of its problems was found after that day.', 'endsOn');
  },
});

/** Key that a check shares with its problems, which are decided by its days. */
export function checkKey(code: string): string {
  return `check/${code}`;
}
