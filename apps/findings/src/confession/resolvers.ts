import { recordResolvers } from '@xunlian/service/records';
import type { ConfessionInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Confession, StatedConfession } from './rules.ts';

/** Confessions in the graph. */
export const confession = recordResolvers<Context, Confession, StatedConfession, ConfessionInput>({
  type: 'Confession',
  many: 'Confessions',
  store: ({ confessions }) => confessions,
  row: (input) => input,
});
