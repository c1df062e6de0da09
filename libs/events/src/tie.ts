import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** Facts that call for recusal 回避事由. */
export const TieKind = z.enum(['WORKED_AT', 'NATIVE_PLACE', 'RELATIVE']);

/** A tie as its office states it: the whole of its published fields. */
export const TieRecorded = event('TieRecorded', {
  lineage,
  personCode: code.describe('Who has the tie.'),
  organizationCode: code.describe('Organisation the tie is to.'),
  kind: TieKind.describe('What calls for recusal.'),
  untilOn: day.nullable().describe('Last day the tie was a fact, null while it is one.'),
});

/** Facts about tie records, keyed by their code. */
export const tieTopic = topic('pools.tie.v1', TieRecorded);
