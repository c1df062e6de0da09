import { recordResolvers } from '@xunlian/service/records';
import type { LetterInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Letter, StatedLetter } from './rules.ts';

/** Letters in the graph. */
export const letter = recordResolvers<Context, Letter, StatedLetter, LetterInput>({
  type: 'Letter',
  many: 'Letters',
  store: ({ letters }) => letters,
  row: ({ findingCodes, ...input }) => ({
    organizationCode: null, personCode: null, replyDueOn: null, repliedOn: null, ...input, findingCodes: [...(findingCodes ?? [])],
  }),
  refers: { organization: 'organizationCode', person: 'personCode', findings: 'findingCodes' },
  listed: {
    Office: { letters: 'officeCode' },
    Organization: { letters: 'organizationCode' },
    Person: { letters: 'personCode' },
    Finding: { letters: 'findingCodes' },
  },
});
