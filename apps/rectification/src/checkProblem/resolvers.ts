import { recordResolvers } from '@xunlian/service/records';
import type { CheckProblemInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { CheckProblem, StatedCheckProblem } from './rules.ts';

/** Problems of checks in the graph. */
export const checkProblem = recordResolvers<Context, CheckProblem, StatedCheckProblem, CheckProblemInput>({
  type: 'CheckProblem',
  many: 'CheckProblems',
  store: ({ checkProblems }) => checkProblems,
  row: (input) => ({ findingCode: null, aspect: null, listed: null, rectifiedOn: null, ...input }),
  refers: { finding: 'findingCode' },
  own: { check: ['checkCode', ({ checks }) => checks] },
  listed: { Check: { problems: 'checkCode' }, Finding: { checkProblems: 'findingCode' } },
});
