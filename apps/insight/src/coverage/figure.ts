import { planOrganizationTopic, planTopic } from '@xunlian/events';
import type { Rate } from '@xunlian/shared';
import { rate } from '@xunlian/shared';
import type { Figure } from '../figures/figure.ts';
import { onlyCounts } from '../figures/figure.ts';
import { day, text } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** What the figure is counted over, beside the inspections. */
export const coverageTables = [
  table('plans', planTopic, { startsOn: day, endsOn: day }),
  table('plan_organizations', planOrganizationTopic, { planCode: text, organizationCode: text }),
];

/**
 * Of the organisations on the plans in force at the last day, each once: those that one of the asked offices has entered
 * since the start of a plan that they are on.
 */
export const coverage: Figure<Rate> = {
  name: 'coverage',
  cost: 6,
  tallies: ({ owned, to }) => [{
    counts: ['count(*) FILTER (covered)', 'count(*)'],
    over: `(
      SELECT undertaken.organizationCode, bool_or(coalesce(lastEnteredOn >= startsOn, false)) AS covered
      FROM plans
      JOIN plan_organizations AS undertaken ON planCode = plans.code
      LEFT JOIN (SELECT organizationCode, max(enteredOn) AS lastEnteredOn FROM inspections
        WHERE ${owned()} AND enteredOn <= ${to} GROUP BY organizationCode) AS entered
        ON entered.organizationCode = undertaken.organizationCode
      WHERE ${owned('plans')} AND ${to} BETWEEN startsOn AND endsOn
      GROUP BY undertaken.organizationCode)`,
  }],
  answer: (lines) => {
    const [part = 0, whole = 0] = onlyCounts(lines);
    return rate(part, whole);
  },
};
