import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** A recovery as its office states it: the whole of its published fields. */
export const RecoveryRecorded = event('RecoveryRecorded', {
  lineage,
  findingCode: code.nullable().describe('Finding it answers.'),
  amountYuan: z.number().min(0).describe('Amount in yuan, at most two decimals.'),
  recoveredOn: day.describe('Day it was recovered.'),
});

/** Facts about recovery records, keyed by their code. */
export const recoveryTopic = topic('rectification.recovery.v1', RecoveryRecorded);
