import { confessionTopic, day, event, lineage, topic, type DataOf } from '@xunlian/events';
import { ownerOf, type Fact, type Owned, type RecordCommand } from '@xunlian/shared';
import { readModel, recordSchema, recordStore, type Cipher, type Database } from '@xunlian/store';
import { recordAnswer, type RowAnswer } from '../src/answers.ts';
import type { RunningService } from '../src/index.ts';
import { startRecordService, type Positioned } from '../src/records.ts';
import { serviceKey } from './notes.ts';

/** A small kind with a sealed text, for a service that owns records and hears another one's. */
const MinuteTaken = event('MinuteTaken', { lineage, takenOn: day.nullable() });
const minuteTopic = topic('minutes.minute.v1', MinuteTaken);

type Stated = { readonly code: string; readonly takenOn: string | null; readonly about: string | null };
type Minute = Owned & DataOf<typeof MinuteTaken> & Stated;

const decide = (_: Minute | null, { row: { takenOn, about } }: RecordCommand<Stated, object>): Fact[] =>
  [{ type: 'MinuteTaken', data: { lineage: ['430000', '431300'], takenOn }, kept: { about } }];

const evolve = (_: Minute | null, fact: Fact, code: string) => ({ ...fact.data, ...fact.kept, code }) as Minute;

const minuteStore = (db: Database, cipher: Cipher | null) =>
  recordStore(db, {
    name: 'minutes', topic: minuteTopic, decide, evolve, day: 'takenOn', filters: {}, references: {}, sealed: ['about'],
    schema: recordSchema({ takenOn: String, about: String }, 'takenOn'),
  }, cipher);

const storesOf = (hears: boolean) => (db: Database, cipher: Cipher | null) => ({
  kinds: { minutes: minuteStore(db, cipher) },
  heard: hears ? [readModel<Owned & { receivedOn: string }>(db, confessionTopic, { fields: ['receivedOn'] })] : [],
});

type Context = Positioned & { readonly minutes: ReturnType<ReturnType<typeof minuteStore>['as']> };

const resolvers = {
  Query: { minute: (_: unknown, { code }: { code: string }, { minutes }: Context) => minutes.find(code) },
  Mutation: {
    recordMinutes: async (_: unknown, { rows }: { rows: readonly Partial<Stated>[] }, { minutes, position }: Context) => {
      const outcomes = await minutes.record(rows.map(({ code = '', takenOn = null, about = null }) => ({ code, takenOn, about })));
      const told = outcomes.map((outcome, row): RowAnswer => ({ row, code: 'state' in outcome ? ownerOf(outcome.state.lineage) : outcome.code, outcome: outcome.type, refusal: null, field: null, reason: null }));
      return recordAnswer(told, position(outcomes.at(-1)?.at ?? ''));
    },
  },
  Minute: { about: ({ code }: Minute, _: unknown, { minutes }: Context) => minutes.readSealed(code, 'about') },
};

/** Where it is, and what it speaks with: without brokers the journals themselves carry the events. */
interface Room {
  readonly uri: string;
  readonly dbPrefix: string;
  readonly hears?: boolean;
  readonly brokers?: string;
}

/** Starts a service of its own, whose databases are at an address and begin with a prefix. */
export function startMinutes({ uri, dbPrefix, hears = true, brokers }: Room): Promise<RunningService> {
  const config = { PORT: 0, HOST: '127.0.0.1', SERVICE_KEY: serviceKey, SEAL_KEY: '22'.repeat(32), MONGODB_URI: uri, DB_PREFIX: dbPrefix, KAFKA_BROKERS: brokers };
  return startRecordService({ name: 'minutes', sdl: new URL('minutes/', import.meta.url), resolvers: [resolvers], stores: storesOf(hears), config });
}
