import { event, topic } from './event.ts';
import { count, day, lineage } from './fields.ts';

/** A office as its office states it: the whole of its published fields. */
export const OfficeRecorded = event('OfficeRecorded', {
  lineage,
  leadingGroupOn: day.nullable().describe('Day its leading group was formed.'),
  establishedOn: day.nullable().describe('Day the office was established.'),
  approvedPosts: count.nullable().describe('Posts granted by the establishment office, in posts.'),
  groupQuota: count.nullable().describe('Standing groups it may have, in groups.'),
});

/** Facts about office records, keyed by their code. */
export const officeTopic = topic('organizations.office.v1', OfficeRecorded);
