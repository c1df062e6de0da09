import type { DataOf, FindingRecorded } from '@xunlian/events';
import { inOrder, recordRules, Refusal } from '@xunlian/shared';
import type { HeardInspection } from '../heard.ts';

/** A problem 问题 that a group established. */
export type Finding = DataOf<typeof FindingRecorded> & { readonly code: string; readonly theme: string | null; readonly summary: string };

/** A finding as it is stated; organisation and round are those of its inspection. */
export type StatedFinding = Omit<Finding, 'lineage' | 'organizationCode' | 'roundCode'>;

/** What a finding refers to. */
export interface FindingRefs {
  readonly inspectionCode: HeardInspection;
}

/** Recording a finding, and the finding after a fact. */
export const { decide, evolve } = recordRules<Finding, StatedFinding, FindingRefs>({
  fact: 'FindingRecorded',
  noun: 'finding',
  references: { inspectionCode: 'inspection' },
  fixed: ['inspectionCode'],
  kept: ['theme', 'summary'],
  complete: (row, { inspectionCode: { lineage, organizationCode, roundCode } }) => ({ ...row, lineage, organizationCode, roundCode }),
  checkHeard({ foundOn }, { refs: { inspectionCode: { enteredOn, fedBackOn } } }) {
    inOrder({ enteredOn, foundOn }, 'enteredOn', 'foundOn');
    if (fedBackOn && foundOn > fedBackOn)
      throw new Refusal('INVALID', `The finding was found on ${foundOn}, after the feedback of its inspection on ${fedBackOn}.`, 'foundOn');
  },
});
