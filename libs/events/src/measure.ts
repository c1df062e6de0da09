import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** 措施 or 制度. */
export const MeasureKind = z.enum(['MEASURE', 'REGULATION']);

/** A measure as its office states it: the whole of its published fields. */
export const MeasureRecorded = event('MeasureRecorded', {
  lineage,
  findingCode: code.nullable().describe('Finding it answers.'),
  kind: MeasureKind.describe('What was adopted.'),
  adoptedOn: day.describe('Day it was adopted.'),
});

/** Facts about measure records, keyed by their code. */
export const measureTopic = topic('rectification.measure.v1', MeasureRecorded);
