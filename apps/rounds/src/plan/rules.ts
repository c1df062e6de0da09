import type { DataOf, PlanRecorded } from '@xunlian/events';
import { inOrder, recordRules } from '@xunlian/shared';
import type { HeardOffice } from '../heard.ts';

/** A coverage plan 规划 of an office. */
export type Plan = DataOf<typeof PlanRecorded> & { readonly code: string; readonly name: string; readonly officeCode: string };

/** A plan as it is stated. */
export type StatedPlan = Omit<Plan, 'lineage'>;

/** What a plan refers to. */
export interface PlanRefs {
  readonly officeCode: HeardOffice;
}

/** Recording a plan, and the plan after a fact. */
export const { decide, evolve } = recordRules<Plan, StatedPlan, PlanRefs>({
  fact: 'PlanRecorded',
  noun: 'plan',
  references: { officeCode: 'office' },
  fixed: ['officeCode'],
  kept: ['name', 'officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  check: (next) => inOrder(next, 'startsOn', 'endsOn'),
});
