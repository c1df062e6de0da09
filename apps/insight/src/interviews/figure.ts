import { interviewTopic } from '@xunlian/events';
import { counted } from '../figures/counted.ts';
import { day } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** What the figure is counted over. */
export const interviewTables = [table('interviews', interviewTopic, { heldOn: day })];

/** Interviews 整改约谈 held in the period. */
export const interviews = counted('interviews', 'heldOn');
