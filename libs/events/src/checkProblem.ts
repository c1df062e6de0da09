import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** A check problem as its office states it: the whole of its published fields. */
export const CheckProblemRecorded = event('CheckProblemRecorded', {
  lineage,
  checkCode: code.describe('Check that found it.'),
  findingCode: code.nullable().describe('Finding still not rectified, null for a new problem.'),
  listed: z.boolean().nullable().describe('Whether it is to be rectified at once.'),
  rectifiedOn: day.nullable().describe('Day it was rectified.'),
});

/** Facts about check problem records, keyed by their code. */
export const checkProblemTopic = topic('rectification.check-problem.v1', CheckProblemRecorded);
