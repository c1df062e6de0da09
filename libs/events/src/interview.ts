import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** A interview as its office states it: the whole of its published fields. */
export const InterviewRecorded = event('InterviewRecorded', {
  lineage,
  organizationCode: code.describe('Organisation whose head was called in.'),
  person: z.string().regex(/^[0-9a-f]{32}$/).describe('Keyed digest of the person reference.'),
  heldOn: day.describe('Day it was held.'),
});

/** Facts about interview records, keyed by their code. */
export const interviewTopic = topic('rectification.interview.v1', InterviewRecorded);
