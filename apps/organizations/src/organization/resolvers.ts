import { recordResolvers } from '@xunlian/service/records';
import type { OrganizationInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Organization, StatedOrganization } from './rules.ts';

/** Party organisations in the graph. */
export const organization = recordResolvers<Context, Organization, StatedOrganization, OrganizationInput>({
  type: 'Organization',
  many: 'Organizations',
  store: ({ organizations }) => organizations,
  row: (input) => ({ parentCode: null, ...input }),
  own: {
    office: ['officeCode', ({ offices }) => offices],
    division: ['divisionCode', ({ divisions }) => divisions],
    parent: ['parentCode', ({ organizations }) => organizations],
  },
  listed: { Office: { organizations: 'officeCode' }, Organization: { children: 'parentCode' } },
});
