import { recordResolvers } from '@xunlian/service/records';
import type { FindingInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Finding, StatedFinding } from './rules.ts';

/** Findings in the graph. */
export const finding = recordResolvers<Context, Finding, StatedFinding, FindingInput>({
  type: 'Finding',
  many: 'Findings',
  store: ({ findings }) => findings,
  row: (input) => ({ theme: null, immediate: null, ...input }),
  refers: { inspection: 'inspectionCode', organization: 'organizationCode', round: 'roundCode' },
  listed: {
    Inspection: { findings: 'inspectionCode' },
    Organization: { findings: 'organizationCode' },
    Round: { findings: 'roundCode' },
  },
});
