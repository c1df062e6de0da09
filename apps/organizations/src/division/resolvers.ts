import { recordResolvers } from '@xunlian/service/records';
import type { DivisionInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Division, StatedDivision } from './rules.ts';

/** Divisions in the graph. */
export const division = recordResolvers<Context, Division, StatedDivision, DivisionInput>({
  type: 'Division',
  many: 'Divisions',
  store: ({ divisions }) => divisions,
  row: (input) => ({ parentCode: null, ...input }),
  own: { parent: ['parentCode', ({ divisions }) => divisions], office: ['code', ({ offices }) => offices] },
  listed: { Division: { children: 'parentCode' } },
});
