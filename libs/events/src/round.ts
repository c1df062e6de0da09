import { event, topic } from './event.ts';
import { code, count, day, lineage } from './fields.ts';
import { z } from 'zod';

/** Sorts of rounds 常规 专项 机动 回头看. */
export const RoundKind = z.enum(['REGULAR', 'SPECIAL', 'MOBILE', 'LOOK_BACK']);

/** A round as its office states it: the whole of its published fields. */
export const RoundRecorded = event('RoundRecorded', {
  lineage,
  term: count.describe('Committee term by number.'),
  sequence: count.describe('Number of the round within its term.'),
  kind: RoundKind.describe('What sort of round it is.'),
  ledByCode: code.nullable().describe('Higher office’s round that leads this one.'),
  startsOn: day.describe('First day.'),
  endsOn: day.nullable().describe('Last day.'),
});

/** Facts about round records, keyed by their code. */
export const roundTopic = topic('rounds.round.v1', RoundRecorded);
