import { recordResolvers } from '@xunlian/service/records';
import type { PersonInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Person, StatedPerson } from './rules.ts';

/** People in the graph. */
export const person = recordResolvers<Context, Person, StatedPerson, PersonInput>({
  type: 'Person',
  many: 'People',
  store: ({ people }) => people,
  row: (input) => ({ organizationCode: null, joinedOn: null, ...input, pools: input.pools ?? [], expertise: input.expertise ?? [] }),
  refers: { organization: 'organizationCode' },
  listed: { Office: { people: 'officeCode' }, Organization: { people: 'organizationCode' } },
});
