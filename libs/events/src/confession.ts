import { event, topic } from './event.ts';
import { day, lineage } from './fields.ts';

/** A confession as its office states it: the whole of its published fields. */
export const ConfessionRecorded = event('ConfessionRecorded', {
  lineage,
  receivedOn: day.describe('Day it was received.'),
});

/** Facts about confession records, keyed by their code. */
export const confessionTopic = topic('findings.confession.v1', ConfessionRecorded);
