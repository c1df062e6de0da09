import { recoveryTopic } from '@xunlian/events';
import type { Figure } from '../figures/figure.ts';
import { onlyCounts } from '../figures/figure.ts';
import { day, yuan } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** What the figure is counted over. */
export const recoveryTables = [table('recoveries', recoveryTopic, { amountYuan: yuan, recoveredOn: day })];

/** Yuan recovered in the period, summed as decimals: the answer is the nearest number that JSON readers have. */
export const recoveredYuan: Figure<number> = {
  name: 'recoveries',
  tallies: ({ owned, during }) => [{
    counts: ['coalesce(sum(amountYuan), 0)'],
    over: `recoveries WHERE ${owned()} AND ${during('recoveredOn')}`,
  }],
  answer: (lines) => onlyCounts(lines)[0] ?? 0,
};
