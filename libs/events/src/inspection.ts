import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** How an organisation is inspected; PINPOINT is 点穴. */
export const InspectionMode = z.enum(['REGULAR', 'SPECIAL', 'MOBILE', 'PINPOINT', 'LOOK_BACK']);

/** A inspection as its office states it: the whole of its published fields. */
export const InspectionRecorded = event('InspectionRecorded', {
  lineage,
  roundCode: code.describe('Round it belongs to.'),
  groupCode: code.describe('Group that inspects.'),
  organizationCode: code.describe('Organisation inspected.'),
  mode: InspectionMode.describe('How it is inspected.'),
  elevated: z.boolean().nullable().describe('Whether an office above the responsible one inspects.'),
  cross: z.boolean().nullable().describe('Whether a sibling office’s group inspects.'),
  extendedFromCode: code.nullable().describe('Township inspection that this one goes on from.'),
  preparedOn: day.nullable().describe('Day preparation began.'),
  enteredOn: day.nullable().describe('Day the group entered.'),
  reportedOn: day.nullable().describe('Day the group reported.'),
  fedBackOn: day.nullable().describe('Day the problems were told to the organisation.'),
  transferredOn: day.nullable().describe('Day the matters were transferred.'),
  archivedOn: day.nullable().describe('Day it was archived.'),
});

/** Facts about inspection records, keyed by their code. */
export const inspectionTopic = topic('rounds.inspection.v1', InspectionRecorded);
