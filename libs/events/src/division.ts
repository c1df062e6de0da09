import { event, topic } from './event.ts';
import { code, lineage } from './fields.ts';
import { z } from 'zod';

/** Levels of the division tree, from the top. */
export const DivisionLevel = z.enum(['PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP', 'VILLAGE']);

/** A division as its office states it: the whole of its published fields. */
export const DivisionRecorded = event('DivisionRecorded', {
  lineage,
  level: DivisionLevel.describe('Level of the division.'),
  parentCode: code.nullable().describe('Division directly above.'),
});

/** Facts about division records, keyed by their code. */
export const divisionTopic = topic('organizations.division.v1', DivisionRecorded);
