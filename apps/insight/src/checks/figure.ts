import { CheckKind, checkProblemTopic, checkTopic } from '@xunlian/events';
import type { Rate } from '@xunlian/shared';
import { rate } from '@xunlian/shared';
import type { Figure } from '../figures/figure.ts';
import { byKey } from '../figures/figure.ts';
import { day, flag, oneOf, text } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** What checks of one kind brought up. */
export interface CheckFigure {
  readonly kind: string;
  readonly problems: number;
  readonly unrectified: number;
  readonly fresh: number;
  readonly listed: Rate;
}

/** What the figure is counted over. */
export const checkTables = [
  table('checks', checkTopic, { kind: oneOf(CheckKind), startsOn: day }),
  table('check_problems', checkProblemTopic, { checkCode: text, findingCode: text, listed: flag, rectifiedOn: day }),
];

/**
 * Problems of the checks that start in the period: with a finding still unrectified, without a fresh one; of those listed,
 * the ones rectified by the last day. A kind with checks but no problems is there, with zeros.
 */
export const checks: Figure<CheckFigure[]> = {
  name: 'checks',
  cost: 3,
  tallies: ({ owned, during, to }) => [{
    by: ['kind'],
    counts: ['count(problem.code)', 'count(problem.findingCode)', `count(*) FILTER (listed AND rectifiedOn <= ${to})`, 'count(*) FILTER (listed)'],
    over: `checks LEFT JOIN check_problems AS problem ON problem.checkCode = checks.code WHERE ${owned('checks')} AND ${during('startsOn')}`,
  }],
  answer: (lines) => byKey(lines, (kind, [problems = 0, unrectified = 0, rectified = 0, listed = 0]) =>
    ({ kind, problems, unrectified, fresh: problems - unrectified, listed: rate(rectified, listed) })),
};
