import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** What happens to a person, from admonition to dismissal. */
export const OutcomeKind = z.enum([
  'SANCTION', 'ORGANIZATIONAL_HANDLING', 'ADMONITION', 'TALK', 'DETENTION', 'JUDICIAL_TRANSFER', 'EXPULSION', 'DISMISSAL',
]);

/** A outcome as its office states it: the whole of its published fields. */
export const OutcomeRecorded = event('OutcomeRecorded', {
  lineage,
  clueCode: code.nullable().describe('Clue it came of.'),
  person: z.string().regex(/^[0-9a-f]{32}$/).describe('Keyed digest of the person reference: counts distinct people, names nobody.'),
  kind: OutcomeKind.describe('What happened to the person.'),
  accountability: z.boolean().nullable().describe('Whether for poor rectification.'),
  decidedOn: day.describe('Day it was decided.'),
});

/** Facts about outcome records, keyed by their code. */
export const outcomeTopic = topic('findings.outcome.v1', OutcomeRecorded);
