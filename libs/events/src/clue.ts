import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** Who receives a clue. */
export const Receiver = z.enum(['DISCIPLINE_ORGAN', 'ORGANIZATION_DEPARTMENT', 'OTHER']);

/** A clue as its office states it: the whole of its published fields. */
export const ClueRecorded = event('ClueRecorded', {
  lineage,
  inspectionCode: code.describe('Inspection that found it.'),
  organizationCode: code.describe('Organisation inspected.'),
  roundCode: code.describe('Round of the inspection.'),
  findingCode: code.nullable().describe('Finding it belongs to.'),
  foundOn: day.describe('Day it was found.'),
  transferredOn: day.nullable().describe('Day the receiver signed for it.'),
  receiver: Receiver.nullable().describe('Who received it.'),
  caseOpenedOn: day.nullable().describe('Day the receiver opened a case.'),
  concludedOn: day.nullable().describe('Day the receiver concluded it.'),
});

/** The receiver signed for the clue. */
export const ClueTransferred = event('ClueTransferred', {
  lineage,
  receiver: Receiver.describe('Who signed for it.'),
  transferredOn: day.describe('Day the receiver signed for it.'),
});

/** Facts about clue records, keyed by their code. */
export const clueTopic = topic('findings.clue.v1', ClueRecorded, ClueTransferred);
