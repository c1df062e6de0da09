import { recordResolvers } from '@xunlian/service/records';
import { composedCode } from '@xunlian/shared';
import type { TieInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { StatedTie, Tie } from './rules.ts';

/** Ties in the graph. */
export const tie = recordResolvers<Context, Tie, StatedTie, TieInput>({
  type: 'Tie',
  many: 'Ties',
  store: ({ ties }) => ties,
  row: (input) => ({ untilOn: null, ...input, code: composedCode(input.personCode, input.organizationCode, input.kind) }),
  refers: { organization: 'organizationCode' },
  own: { person: ['personCode', ({ people }) => people] },
  listed: { Person: { ties: 'personCode' }, Organization: { ties: 'organizationCode' } },
});
