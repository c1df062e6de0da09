import { Discipline, FindingScope, findingTopic, rectificationTopic } from '@xunlian/events';
import type { Rate } from '@xunlian/shared';
import { rate } from '@xunlian/shared';
import type { Figure, Line } from '../figures/figure.ts';
import { onlyCounts } from '../figures/figure.ts';
import { day, oneOf, text } from '../rows/column.ts';
import { alsoHears, table } from '../rows/table.ts';

/** How many findings under one discipline. */
export interface DisciplineCount {
  readonly discipline: string;
  readonly count: number;
}

/** How many findings of one scope. */
export interface FindingScopeCount {
  readonly scope: string;
  readonly count: number;
}

/** Findings found in the period. */
export interface FoundProblems {
  readonly found: number;
  readonly byDiscipline: readonly DisciplineCount[];
  readonly byScope: readonly FindingScopeCount[];
}

const findings = table('findings', findingTopic, { inspectionCode: text, discipline: oneOf(Discipline), scope: oneOf(FindingScope), foundOn: day });

/** What the figures are counted over, beside the inspections: a finding and its rectification have one code, so one row. */
export const problemTables = [alsoHears(findings, rectificationTopic, { verifiedOn: day })];

/** Findings found in the period. */
export const foundProblems: Figure<FoundProblems> = {
  name: 'problems',
  cost: 4,
  tallies: ({ owned, during }) => [{ by: ['discipline', '"scope"'], counts: ['count(*)'], over: `findings WHERE ${owned()} AND ${during('foundOn')}` }],
  answer: (lines) => ({
    found: sum(lines),
    byDiscipline: sums(lines, 0).map(([discipline, count]) => ({ discipline, count })),
    byScope: sums(lines, 1).map(([scope, count]) => ({ scope, count })),
  }),
};

/** Of the findings fed back in the period, those that somebody else has verified as rectified by its last day. */
export const rectification: Figure<Rate> = {
  name: 'rectification',
  cost: 8,
  tallies: ({ owned, during, to }) => [{
    counts: ['coalesce(sum(rectified), 0)', 'coalesce(sum(found), 0)'],
    over: `(
      SELECT inspectionCode, count(*) FILTER (verifiedOn <= ${to}) AS rectified, count(*) AS found
      FROM findings WHERE ${owned()} GROUP BY inspectionCode)
    JOIN inspections ON inspections.code = inspectionCode WHERE ${during('fedBackOn')}`,
  }],
  answer: (lines) => {
    const [part = 0, whole = 0] = onlyCounts(lines);
    return rate(part, whole);
  },
};

/** Sums of counts by one word of the key, in the order of the words. */
function sums(lines: readonly Line[], word: 0 | 1): [string, number][] {
  const groups = Map.groupBy(lines, ({ key }) => key.split(' ')[word] ?? '');
  return [...groups].map(([value, same]): [string, number] => [value, sum(same)]).sort(([one], [other]) => (one < other ? -1 : 1));
}

function sum(lines: readonly Line[]): number {
  return lines.reduce((total, { counts: [count = 0] }) => total + count, 0);
}
