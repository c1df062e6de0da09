import { event, topic } from './event.ts';
import { day, lineage } from './fields.ts';
import { z } from 'zod';

/** Sorts of training; a secondment trains too 以巡代训. */
export const CourseKind = z.enum(['COURSE', 'LECTURE', 'SECONDMENT']);

/** A course as its office states it: the whole of its published fields. */
export const CourseRecorded = event('CourseRecorded', {
  lineage,
  kind: CourseKind.describe('What sort of training it is.'),
  startsOn: day.describe('First day.'),
  endsOn: day.nullable().describe('Last day.'),
});

/** Facts about course records, keyed by their code. */
export const courseTopic = topic('pools.course.v1', CourseRecorded);
