import { recordResolvers } from '@xunlian/service/records';
import type { GroupInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Group, StatedGroup } from './rules.ts';

/** Standing groups in the graph. */
export const group = recordResolvers<Context, Group, StatedGroup, GroupInput>({
  type: 'Group',
  many: 'Groups',
  store: ({ groups }) => groups,
  row: (input) => ({ establishedOn: null, ...input }),
  own: { office: ['officeCode', ({ offices }) => offices] },
  listed: { Office: { groups: 'officeCode' } },
});
