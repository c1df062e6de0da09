import { event, topic } from './event.ts';
import { code, lineage } from './fields.ts';
import { z } from 'zod';

/** As what a person is authorised for a round. */
export const AssignmentRole = z.enum(['LEADER', 'DEPUTY', 'MEMBER']);

/** A assignment as its office states it: the whole of its published fields. */
export const AssignmentRecorded = event('AssignmentRecorded', {
  lineage,
  roundCode: code.describe('Round of the authorisation.'),
  groupCode: code.describe('Standing group.'),
  personCode: code.describe('Who is authorised.'),
  role: AssignmentRole.describe('As what.'),
});

/** Facts about assignment records, keyed by their code. */
export const assignmentTopic = topic('rounds.assignment.v1', AssignmentRecorded);
