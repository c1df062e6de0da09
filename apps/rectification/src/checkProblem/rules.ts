import type { CheckProblemRecorded, DataOf } from '@xunlian/events';
import { inOrder, recordRules, Refusal } from '@xunlian/shared';
import type { Check } from '../check/rules.ts';
import type { HeardFinding } from '../heard.ts';

/** What a check found wanting: a finding still not put right, or a new problem. */
export type CheckProblem = DataOf<typeof CheckProblemRecorded> & { readonly code: string; readonly aspect: string | null };

/** A check's problem as it is stated. */
export type StatedCheckProblem = Omit<CheckProblem, 'lineage'>;

/** What a check's problem refers to. */
export interface CheckProblemRefs {
  readonly checkCode: Check;
  readonly findingCode: HeardFinding | undefined;
}

/** Recording a check problem, and the check problem after a fact. */
export const { decide, evolve } = recordRules<CheckProblem, StatedCheckProblem, CheckProblemRefs>({
  fact: 'CheckProblemRecorded',
  noun: 'check problem',
  references: { checkCode: 'check', findingCode: 'finding' },
  fixed: [],
  kept: ['aspect'],
  complete: (row, { checkCode: { lineage } }) => ({ ...row, lineage }),
  check: ({ rectifiedOn }, { refs: { checkCode: { startsOn } } }) => inOrder({ startsOn, rectifiedOn }, 'startsOn', 'rectifiedOn'),
  checkHeard(_, { refs: { checkCode: { endsOn }, findingCode: finding } }) {
    if (finding && endsOn && finding.foundOn > endsOn)
      throw new Refusal('INVALID', `The finding was found after the check's end on ${endsOn}.`, 'findingCode');
  },
});

/** What lists of problems are filtered by: whether it is listed, whether it is rectified, and whether it is a new problem, without a finding. */
export function standingOf({ listed, findingCode, rectifiedOn }: Pick<CheckProblem, 'listed' | 'findingCode' | 'rectifiedOn'>) {
  return { isListed: listed === true, fresh: findingCode === null, rectified: rectifiedOn !== null };
}
