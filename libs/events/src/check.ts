import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** 整改督查, 回头看, 指导督导. */
export const CheckKind = z.enum(['RECTIFICATION_CHECK', 'LOOK_BACK', 'GUIDANCE']);

/** A check as its office states it: the whole of its published fields. */
export const CheckRecorded = event('CheckRecorded', {
  lineage,
  kind: CheckKind.describe('What sort of check it is.'),
  targetOfficeCode: code.nullable().describe('Lower office visited.'),
  targetOrganizationCode: code.nullable().describe('Organisation checked.'),
  cross: z.boolean().nullable().describe('Whether a sibling office carried it out.'),
  startsOn: day.describe('First day.'),
  endsOn: day.nullable().describe('Last day.'),
});

/** Facts about check records, keyed by their code. */
export const checkTopic = topic('rectification.check.v1', CheckRecorded);
