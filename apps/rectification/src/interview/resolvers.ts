import { recordResolvers } from '@xunlian/service/records';
import type { InterviewInput, Resolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Interview, StatedInterview } from './rules.ts';

const recorded = recordResolvers<Context, Interview, StatedInterview, InterviewInput>({
  type: 'Interview',
  many: 'Interviews',
  store: ({ interviews }) => interviews,
  row: (input, { digest }) => ({ ...input, person: digest(input.personRef) }),
  refers: { organization: 'organizationCode' },
  listed: { Office: { interviews: 'officeCode' }, Organization: { interviews: 'organizationCode' } },
});

const sealed: Resolvers = {
  Interview: { personRef: ({ code }, _, { interviews }) => interviews.readSealed(code, 'personRef') },
};

/** Interviews in the graph. */
export const interview = [recorded, sealed];
