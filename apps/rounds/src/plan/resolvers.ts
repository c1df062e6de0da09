import { recordResolvers } from '@xunlian/service/records';
import type { PlanInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Plan, StatedPlan } from './rules.ts';

/** Coverage plans in the graph. */
export const plan = recordResolvers<Context, Plan, StatedPlan, PlanInput>({
  type: 'Plan',
  many: 'Plans',
  store: ({ plans }) => plans,
  row: (input) => ({ ...input }),
  listed: { Office: { plans: 'officeCode' } },
});
