import { event, topic } from './event.ts';
import { code, lineage } from './fields.ts';
import { z } from 'zod';

/** A attendance as its office states it: the whole of its published fields. */
export const AttendanceRecorded = event('AttendanceRecorded', {
  lineage,
  courseCode: code.describe('Course attended.'),
  personCode: code.describe('Who attended.'),
  examScore: z.number().min(0).max(100).nullable().describe('Score of the examination, 0 to 100.'),
});

/** Facts about attendance records, keyed by their code. */
export const attendanceTopic = topic('pools.attendance.v1', AttendanceRecorded);
