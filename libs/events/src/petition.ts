import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** How a petition reaches a group 来信来电来访. */
export const PetitionChannel = z.enum(['LETTER', 'CALL', 'VISIT', 'ONLINE']);

/** A petition as its office states it: the whole of its published fields. */
export const PetitionRecorded = event('PetitionRecorded', {
  lineage,
  inspectionCode: code.describe('Inspection that received it.'),
  organizationCode: code.optional().describe('Organisation inspected.'),
  roundCode: code.optional().describe('Round of the inspection.'),
  channel: PetitionChannel.describe('How it reached the group.'),
  receivedOn: day.describe('Day it was received.'),
  relevant: z.boolean().nullable().describe('Whether it concerns what inspection is for.'),
});

/** Facts about petition records, keyed by their code. */
export const petitionTopic = topic('findings.petition.v1', PetitionRecorded);
