import { confessionTopic } from '@xunlian/events';
import { counted } from '../figures/counted.ts';
import { day } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** What the figure is counted over. */
export const confessionTables = [table('confessions', confessionTopic, { receivedOn: day })];

/** Confessions 主动投案 received in the period. */
export const confessions = counted('confessions', 'receivedOn');
