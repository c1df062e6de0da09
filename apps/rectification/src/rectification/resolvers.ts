import { recordResolvers } from '@xunlian/service/records';
import type { RectificationInput, Resolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import { isOverdue, stateOf, type Rectification, type StatedRectification } from './rules.ts';

const recorded = recordResolvers<Context, Rectification, StatedRectification, RectificationInput>({
  type: 'Rectification',
  many: 'Rectifications',
  store: ({ rectifications }) => rectifications,
  row: (input) => ({ completedOn: null, verifiedOn: null, ...input, code: input.findingCode }),
  refers: { finding: 'code', organization: 'organizationCode', inspection: 'inspectionCode' },
  listed: { Organization: { rectifications: 'organizationCode' }, Inspection: { rectifications: 'inspectionCode' } },
});

const computed: Resolvers = {
  Rectification: { state: stateOf, overdue: (rectification, { asOf }) => isOverdue(rectification, asOf) },
  Finding: { rectification: ({ code }, _, { rectifications }) => rectifications.find(code) },
};

/** Rectifications in the graph. */
export const rectification = [recorded, computed];
