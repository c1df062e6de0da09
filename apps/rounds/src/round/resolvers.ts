import { recordResolvers } from '@xunlian/service/records';
import type { RoundInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Round, StatedRound } from './rules.ts';

/** Rounds in the graph. */
export const round = recordResolvers<Context, Round, StatedRound, RoundInput>({
  type: 'Round',
  many: 'Rounds',
  store: ({ rounds }) => rounds,
  row: (input) => ({ ledByCode: null, endsOn: null, ...input }),
  own: { ledBy: ['ledByCode', ({ rounds }) => rounds] },
  listed: { Office: { rounds: 'officeCode' }, Round: { led: 'ledByCode' } },
});
