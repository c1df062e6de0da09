import { recordResolvers } from '@xunlian/service/records';
import { composedCode } from '@xunlian/shared';
import type { PlanOrganizationInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { PlanOrganization, StatedPlanOrganization } from './rules.ts';

/** Organisations on plans in the graph. */
export const planOrganization = recordResolvers<Context, PlanOrganization, StatedPlanOrganization, PlanOrganizationInput>({
  type: 'PlanOrganization',
  many: 'PlanOrganizations',
  store: ({ planOrganizations }) => planOrganizations,
  row: (input) => ({ ...input, code: composedCode(input.planCode, input.organizationCode) }),
  refers: { organization: 'organizationCode' },
  own: { plan: ['planCode', ({ plans }) => plans] },
  listed: { Plan: { organizations: 'planCode' }, Organization: { plans: 'organizationCode' } },
});
