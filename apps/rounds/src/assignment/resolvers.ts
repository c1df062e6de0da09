import { recordResolvers } from '@xunlian/service/records';
import { composedCode } from '@xunlian/shared';
import type { AssignmentInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Assignment, StatedAssignment } from './rules.ts';

/** Authorisations in the graph. */
export const assignment = recordResolvers<Context, Assignment, StatedAssignment, AssignmentInput>({
  type: 'Assignment',
  many: 'Assignments',
  store: ({ assignments }) => assignments,
  row: (input) => ({ ...input, code: composedCode(input.roundCode, input.groupCode, input.personCode) }),
  refers: { group: 'groupCode', person: 'personCode' },
  own: { round: ['roundCode', ({ rounds }) => rounds] },
  listed: { Round: { assignments: 'roundCode' }, Group: { assignments: 'groupCode' }, Person: { assignments: 'personCode' } },
});
