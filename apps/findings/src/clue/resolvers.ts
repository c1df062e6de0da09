import { recordResolvers } from '@xunlian/service/records';
import type { ClueInput, Resolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import { stateOf, type Clue, type StatedClue } from './rules.ts';

const recorded = recordResolvers<Context, Clue, StatedClue, ClueInput>({
  type: 'Clue',
  many: 'Clues',
  store: ({ clues }) => clues,
  row: (input) => ({ findingCode: null, transferredOn: null, receiver: null, caseOpenedOn: null, concludedOn: null, ...input }),
  refers: { inspection: 'inspectionCode', organization: 'organizationCode', round: 'roundCode' },
  own: { finding: ['findingCode', ({ findings }) => findings] },
  listed: { Inspection: { clues: 'inspectionCode' }, Finding: { clues: 'findingCode' } },
});

const commands: Resolvers = {
  Mutation: {
    transferClue: async (_, { clue, ...transfer }, { clues, viewer, position }) => {
      const { state, at } = await clues.handle(clue, { type: 'transferClue', by: viewer, ...transfer });
      return { clue: state, position: position(at) };
    },
  },
  Clue: {
    about: ({ code }, _, { clues }) => clues.readSealed(code, 'about'),
    state: stateOf,
  },
};

/** Clues in the graph. */
export const clue = [recorded, commands];
