import { recordResolvers } from '@xunlian/service/records';
import type { OutcomeInput, Resolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Outcome, StatedOutcome } from './rules.ts';

const recorded = recordResolvers<Context, Outcome, StatedOutcome, OutcomeInput>({
  type: 'Outcome',
  many: 'Outcomes',
  store: ({ outcomes }) => outcomes,
  row: (input, { digest }) => ({ clueCode: null, accountability: null, ...input, person: digest(input.personRef) }),
  own: { clue: ['clueCode', ({ clues }) => clues] },
  listed: { Clue: { outcomes: 'clueCode' } },
});

const sealed: Resolvers = {
  Outcome: { personRef: ({ code }, _, { outcomes }) => outcomes.readSealed(code, 'personRef') },
};

/** Outcomes in the graph. */
export const outcome = [recorded, sealed];
