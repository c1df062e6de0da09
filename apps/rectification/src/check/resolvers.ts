import { recordResolvers } from '@xunlian/service/records';
import type { CheckInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Check, StatedCheck } from './rules.ts';

/** Checks in the graph. */
export const check = recordResolvers<Context, Check, StatedCheck, CheckInput>({
  type: 'Check',
  many: 'Checks',
  store: ({ checks }) => checks,
  row: (input) => ({ targetOfficeCode: null, targetOrganizationCode: null, cross: null, endsOn: null, ...input }),
  refers: { targetOffice: 'targetOfficeCode', targetOrganization: 'targetOrganizationCode' },
  listed: {
    Office: { checks: 'officeCode', checksReceived: 'targetOfficeCode' },
    Organization: { checks: 'targetOrganizationCode' },
  },
});
