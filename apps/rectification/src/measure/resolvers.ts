import { recordResolvers } from '@xunlian/service/records';
import type { MeasureInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Measure, StatedMeasure } from './rules.ts';

/** Measures in the graph. */
export const measure = recordResolvers<Context, Measure, StatedMeasure, MeasureInput>({
  type: 'Measure',
  many: 'Measures',
  store: ({ measures }) => measures,
  row: (input) => ({ findingCode: null, ...input }),
  refers: { finding: 'findingCode' },
  listed: { Finding: { measures: 'findingCode' }, Office: { measures: 'officeCode' } },
});
