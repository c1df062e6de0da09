import type { Topic } from '@xunlian/events';
import { campaignTables } from './campaigns/figure.ts';
import { checkTables } from './checks/figure.ts';
import { clueTables } from './clues/figure.ts';
import { confessionTables } from './confessions/figure.ts';
import { coverageTables } from './coverage/figure.ts';
import { inspectionTables } from './inspections/figure.ts';
import { interviewTables } from './interviews/figure.ts';
import { letterTables } from './letters/figure.ts';
import { measureTables } from './measures/figure.ts';
import { outcomeTables } from './outcomes/figure.ts';
import { personnelTables } from './personnel/figure.ts';
import { petitionTables } from './petitions/figure.ts';
import { problemTables } from './problems/figure.ts';
import { recoveryTables } from './recoveries/figure.ts';
import type { Table } from './rows/table.ts';

/** Every table that a figure is counted over. */
export const tables: readonly Table[] = [
  ...personnelTables, ...coverageTables, ...inspectionTables, ...petitionTables, ...problemTables, ...clueTables, ...outcomeTables,
  ...checkTables, ...letterTables, ...measureTables, ...interviewTables, ...campaignTables, ...confessionTables, ...recoveryTables,
];

/** Topics that some table hears. */
export const heardTopics: readonly Topic[] = tables.flatMap(({ hears }) => hears.map(({ topic }) => topic));
