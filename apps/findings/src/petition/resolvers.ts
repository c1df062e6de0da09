import { recordResolvers } from '@xunlian/service/records';
import type { PetitionInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Petition, StatedPetition } from './rules.ts';

/** Petitions in the graph. */
export const petition = recordResolvers<Context, Petition, StatedPetition, PetitionInput>({
  type: 'Petition',
  many: 'Petitions',
  store: ({ petitions }) => petitions,
  row: (input) => ({ relevant: null, ...input }),
  refers: { inspection: 'inspectionCode', organization: 'organizationCode', round: 'roundCode' },
  listed: {
    Inspection: { petitions: 'inspectionCode' },
    Organization: { petitions: 'organizationCode' },
    Round: { petitions: 'roundCode' },
  },
});
