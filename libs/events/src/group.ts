import { event, topic } from './event.ts';
import { day, lineage } from './fields.ts';

/** A group as its office states it: the whole of its published fields. */
export const GroupRecorded = event('GroupRecorded', {
  lineage,
  establishedOn: day.nullable().describe('Day the standing group was established.'),
});

/** Facts about group records, keyed by their code. */
export const groupTopic = topic('organizations.group.v1', GroupRecorded);
