import { event, topic } from './event.ts';
import { code, lineage } from './fields.ts';

/** A plan organization as its office states it: the whole of its published fields. */
export const PlanOrganizationRecorded = event('PlanOrganizationRecorded', {
  lineage,
  planCode: code.describe('Coverage plan.'),
  organizationCode: code.describe('Organisation that the plan undertakes to inspect.'),
});

/** Facts about plan organization records, keyed by their code. */
export const planOrganizationTopic = topic('rounds.plan-organization.v1', PlanOrganizationRecorded);
