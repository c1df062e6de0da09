import { recordResolvers } from '@xunlian/service/records';
import type { RecoveryInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Recovery, StatedRecovery } from './rules.ts';

/** Recoveries in the graph. */
export const recovery = recordResolvers<Context, Recovery, StatedRecovery, RecoveryInput>({
  type: 'Recovery',
  many: 'Recoveries',
  store: ({ recoveries }) => recoveries,
  row: (input) => ({ findingCode: null, ...input }),
  refers: { finding: 'findingCode' },
  listed: { Finding: { recoveries: 'findingCode' }, Office: { recoveries: 'officeCode' } },
});
