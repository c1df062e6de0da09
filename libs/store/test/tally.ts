import { event, lineage, topic, type DataOf } from '@xunlian/events';
import { Refusal, type Fact, type Owned, type RecordCommand } from '@xunlian/shared';
import { z } from 'zod';
import { recordSchema, recordStore, type Database } from '../src/index.ts';

/** A kind that is easy to check: how often it was counted up, and who counted last. */
const TallyCounted = event('TallyCounted', { lineage, times: z.int(), on: z.string().nullable() });
const tallyTopic = topic('tallies.tally.v1', TallyCounted);

export type Tally = Owned & DataOf<typeof TallyCounted>;

interface CountUp {
  readonly type: 'countUp';
  readonly most: number;
}

type Stated = Omit<Tally, 'lineage'>;

function decide(tally: Tally | null, command: RecordCommand<Stated, object> | CountUp): Fact[] {
  const counted = (times: number, on: string | null): Fact[] => [{ type: 'TallyCounted', data: { lineage: ['1'], times, on }, kept: {} }];
  if (command.type === 'record') return tally ? [] : counted(command.row.times, command.row.on);
  const times = (tally?.times ?? 0) + 1;
  if (times > command.most) throw new Refusal('CONFLICT', 'Counted as often as may be.');
  return counted(times, tally?.on ?? null);
}

const evolve = (_: Tally | null, fact: Fact, code: string) => ({ ...fact.data, code }) as Tally;

export const tallyStore = (db: Database, further: Readonly<Record<string, string>> = {}, derived?: (tally: Tally) => object) =>
  recordStore(db, {
    ...(derived ? { derived } : {}),
    name: 'tallies', topic: tallyTopic, decide, evolve, day: 'on', filters: { times: 'times', ...further }, references: {},
    schema: recordSchema({ times: Number, on: String }, 'on'),
  });
