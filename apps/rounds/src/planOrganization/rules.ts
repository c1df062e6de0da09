import type { DataOf, PlanOrganizationRecorded } from '@xunlian/events';
import { recordRules } from '@xunlian/shared';
import type { HeardOrganization } from '../heard.ts';
import type { Plan } from '../plan/rules.ts';

/** An organisation's place on a coverage plan; its code is `plan~organisation`. */
export type PlanOrganization = DataOf<typeof PlanOrganizationRecorded> & { readonly code: string };

/** A place on a plan as it is stated. */
export type StatedPlanOrganization = Omit<PlanOrganization, 'lineage'>;

/** What a place on a plan refers to. */
export interface PlanOrganizationRefs {
  readonly planCode: Plan;
  readonly organizationCode: HeardOrganization;
}

/** Recording a place on the plan, and the place on the plan after a fact. */
export const { decide, evolve } = recordRules<PlanOrganization, StatedPlanOrganization, PlanOrganizationRefs>({
  fact: 'PlanOrganizationRecorded',
  noun: 'place on the plan',
  references: { planCode: 'plan', organizationCode: 'organisation' },
  fixed: [],
  kept: [],
  complete: (row, { planCode: { lineage } }) => ({ ...row, lineage }),
});
