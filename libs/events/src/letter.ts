import { event, topic } from './event.ts';
import { code, day, lineage } from './fields.ts';
import { z } from 'zod';

/** 情况说明书, 整改通知书, 巡察建议书, 责任建议书, 任务的函, 专题报告, 通报. */
export const LetterKind = z.enum(['STATEMENT', 'NOTICE', 'PROPOSAL', 'DUTY', 'TASK', 'SPECIAL_REPORT', 'CIRCULAR']);

/** A letter as its office states it: the whole of its published fields. */
export const LetterRecorded = event('LetterRecorded', {
  lineage,
  kind: LetterKind.describe('What sort of letter it is.'),
  organizationCode: code.nullable().describe('Organisation it went to.'),
  personCode: code.nullable().describe('Person it went to.'),
  findingCodes: z.array(code).describe('Findings it is about.'),
  sentOn: day.describe('Day it was sent.'),
  replyDueOn: day.nullable().describe('Day the answer is due.'),
  repliedOn: day.nullable().describe('Day it was answered.'),
});

/** Facts about letter records, keyed by their code. */
export const letterTopic = topic('rectification.letter.v1', LetterRecorded);
