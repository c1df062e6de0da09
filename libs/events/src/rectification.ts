import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';

/** A rectification as its office states it: the whole of its published fields. */
export const RectificationRecorded = event('RectificationRecorded', {
  lineage,
  organizationCode: code.describe('Organisation that must put the finding right.'),
  inspectionCode: code.describe('Inspection of the finding.'),
  dueOn: day.describe('Day it is due.'),
  completedOn: day.nullable().describe('Day the organisation reported it done.'),
  verifiedOn: day.nullable().describe('Day somebody else found it in place.'),
});

/** Facts about rectification records, keyed by their code. */
export const rectificationTopic = topic('rectification.rectification.v1', RectificationRecorded);
