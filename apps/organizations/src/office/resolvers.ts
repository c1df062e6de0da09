import { recordResolvers } from '@xunlian/service/records';
import type { OfficeInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Office, StatedOffice } from './rules.ts';

/** Offices in the graph. */
export const office = recordResolvers<Context, Office, StatedOffice, OfficeInput>({
  type: 'Office',
  many: 'Offices',
  store: ({ offices }) => offices,
  row: (input) => ({ leadingGroupOn: null, establishedOn: null, approvedPosts: null, groupQuota: null, ...input }),
  own: { division: ['code', ({ divisions }) => divisions] },
});
