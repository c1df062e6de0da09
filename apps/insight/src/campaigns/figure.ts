import { campaignTopic } from '@xunlian/events';
import { counted } from '../figures/counted.ts';
import { day } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** What the figure is counted over. */
export const campaignTables = [table('campaigns', campaignTopic, { startsOn: day })];

/** Campaigns 专项治理 that start in the period. */
export const campaigns = counted('campaigns', 'startsOn');
