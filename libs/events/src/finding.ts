import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** The six disciplines under which problems are recorded. */
export const Discipline = z.enum(['POLITICAL', 'ORGANIZATIONAL', 'INTEGRITY', 'MASSES', 'WORK', 'LIFE']);

/** A problem of one organisation 个性 or common to many 共性. */
export const FindingScope = z.enum(['INDIVIDUAL', 'COMMON']);

/** A finding as its office states it: the whole of its published fields. */
export const FindingRecorded = event('FindingRecorded', {
  lineage,
  inspectionCode: code.describe('Inspection that established it.'),
  organizationCode: code.describe('Organisation inspected.'),
  roundCode: code.describe('Round of the inspection.'),
  discipline: Discipline.describe('Which of the six disciplines.'),
  scope: FindingScope.describe('Of this organisation alone, or common to many.'),
  immediate: z.boolean().nullable().describe('Whether immediate rectification was ordered.'),
  foundOn: day.describe('Day it was found.'),
});

/** Facts about finding records, keyed by their code. */
export const findingTopic = topic('findings.finding.v1', FindingRecorded);
