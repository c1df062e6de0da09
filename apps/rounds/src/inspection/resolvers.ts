import { recordResolvers } from '@xunlian/service/records';
import type { InspectionInput, Resolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Inspection, StatedInspection } from './rules.ts';
import { stageOf } from './stage.ts';

const recorded = recordResolvers<Context, Inspection, StatedInspection, InspectionInput>({
  type: 'Inspection',
  many: 'Inspections',
  store: ({ inspections }) => inspections,
  row: (input) => ({
    elevated: null, cross: null, extendedFromCode: null,
    preparedOn: null, enteredOn: null, reportedOn: null, fedBackOn: null, transferredOn: null, archivedOn: null,
    ...input,
  }),
  refers: { group: 'groupCode', organization: 'organizationCode' },
  own: { round: ['roundCode', ({ rounds }) => rounds], extendedFrom: ['extendedFromCode', ({ inspections }) => inspections] },
  listed: {
    Round: { inspections: 'roundCode' },
    Group: { inspections: 'groupCode' },
    Organization: { inspections: 'organizationCode' },
    Inspection: { extensions: 'extendedFromCode' },
  },
});

const derived: Resolvers = { Inspection: { stage: stageOf } };

/** Inspections in the graph. */
export const inspection = [recorded, derived];
