import type { DataOf, RectificationRecorded } from '@xunlian/events';
import { inOrder, recordRules, type Day } from '@xunlian/shared';
import type { FedBackFinding, HeardRecord } from '../heard.ts';

/** The duty of an organisation to put one finding right 整改; it has the finding's code. */
export type Rectification = DataOf<typeof RectificationRecorded> & { readonly code: string };

/** A rectification as it is stated; `code` is `findingCode`, the inspection is that of the finding. */
export type StatedRectification = Omit<Rectification, 'lineage' | 'inspectionCode'> & { readonly findingCode: string };

/** What a rectification refers to. */
export interface RectificationRefs {
  readonly findingCode: FedBackFinding;
  readonly organizationCode: HeardRecord;
}

/** How far a rectification has got: what is reported is not in place until somebody else has verified it. */
export type RectificationState = 'ASSIGNED' | 'REPORTED' | 'IN_PLACE';

/** Recording a rectification, and the rectification after a fact. */
export const { decide, evolve } = recordRules<Rectification, StatedRectification, RectificationRefs>({
  fact: 'RectificationRecorded',
  noun: 'rectification',
  references: { findingCode: 'finding', organizationCode: 'organisation' },
  fixed: [],
  kept: [],
  complete: ({ findingCode: _, ...row }, { findingCode: { lineage, inspectionCode } }) => ({ ...row, lineage, inspectionCode }),
  check: (next) => inOrder(next, 'completedOn', 'verifiedOn'),
  checkHeard(next, { refs: { findingCode: { immediate, foundOn, fedBackOn } } }) {
    inOrder({ ...next, foundOn }, 'foundOn', 'dueOn');
    inOrder({ ...next, foundOn }, 'foundOn', 'completedOn', 'verifiedOn');
    // What was ordered at once 立行立改 is put right while the group is still there, before any feedback.
    if (!immediate) inOrder({ ...next, fedBackOn }, 'fedBackOn', 'completedOn', 'verifiedOn');
  },
});

/** How far a rectification has got. */
export function stateOf({ completedOn, verifiedOn }: Pick<Rectification, 'completedOn' | 'verifiedOn'>): RectificationState {
  if (verifiedOn) return 'IN_PLACE';
  return completedOn ? 'REPORTED' : 'ASSIGNED';
}

/** Whether the due day had passed on a day without the organisation having reported by then; on the due day itself it has not. */
export function isOverdue({ dueOn, completedOn, verifiedOn }: Pick<Rectification, 'dueOn' | 'completedOn' | 'verifiedOn'>, asOf: Day): boolean {
  const doneOn = completedOn ?? verifiedOn;
  return dueOn < asOf && (doneOn === null || doneOn > asOf);
}
