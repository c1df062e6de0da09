import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { confessionTopic, layouts, type Topic } from '@xunlian/events';
import { testMongo, type TestMongo } from '@xunlian/testing';
import { testKafka, type TestKafka } from '@xunlian/testing/kafka';
import mongoose from 'mongoose';
import { localKafka, openBus, type Bus, type Feed, type KafkaSettings, type Projection, type Relay } from '../src/index.ts';
import { applyTopics } from '../src/kafka/topics.ts';
import type { writer } from './journal.ts';
import type { memory } from './memory.ts';

/** The topics that these tests need: what findings publishes and insight hears, with their progress and dead letters. */
export const declared = layouts.filter(({ name }) => /^(findings|insight)\./.test(name));

/** Where a relay's lease is kept. */
export interface LeaseDocument {
  readonly _id: string;
  readonly holder: string | null;
  readonly until: Date;
  readonly cursor: { readonly token: string; readonly through: string } | null;
  readonly keptAt?: Date;
}

interface Stoppable {
  readonly stop: () => Promise<unknown>;
}

/** What each test of a spec has for itself: topics, databases, and what runs on them until its end. */
export function kafkaRoom(startKafka: () => Promise<TestKafka> = testKafka) {
  let room: TestMongo;
  let kafka: TestKafka;
  let client: mongoose.mongo.MongoClient;
  let settings: KafkaSettings;
  let own: TestMongo;
  let tests = 0;
  const [stopAtEnd, closeAtEnd] = [untilEnd<Stoppable>(({ stop }) => stop()), untilEnd<Bus>(({ close }) => close())];

  beforeAll(async () => {
    [room, kafka] = await Promise.all([testMongo(), startKafka()]);
    client = await new mongoose.mongo.MongoClient(room.uri).connect();
  }, 120_000);
  beforeEach(async () => {
    tests += 1;
    own = { ...room, dbPrefix: `${room.dbPrefix}${tests}_` };
    settings = localKafka(kafka.brokers, `${kafka.prefix}t${tests}.`);
    await applyTopics(settings, declared);
  });
  afterAll(async () => {
    await client.close();
    await Promise.all([room.stop(), kafka.stop()]);
  });

  const open = async (service: string, alone: boolean): Promise<Bus> =>
    closeAtEnd(await openBus({ client, databaseOf: (name) => own.dbPrefix + name, service, kafka: settings, alone }));
  return {
    client: () => client, settings: () => settings, own: () => own, open, stopAtEnd,
    /** A further relay of findings. */
    startRelay: async (): Promise<Relay> => stopAtEnd((await open('findings', false)).relay('findings')),
    /** A further feed of insight: of its own group, or of the service's. */
    follow: async (projection: Projection, alone = true, topics: readonly Topic[] = [confessionTopic]): Promise<Feed> => stopAtEnd((await open('insight', alone)).subscribe(topics, projection)),
    leases: () => client.db(`${own.dbPrefix}findings`).collection<LeaseDocument>('relay'),
  };
}

/** Keeps what a test starts, and ends it when the test is over; hooks run in the order in which they are made. */
function untilEnd<Part>(end: (part: Part) => Promise<unknown>) {
  let kept: Part[] = [];
  afterEach(async () => {
    await Promise.all(kept.map(end));
    kept = [];
  }, 20_000);
  return <Kept extends Part>(part: Kept): Kept => {
    kept.push(part);
    return part;
  };
}

/** Everything that was written has been taken, once, in order. */
export async function expectAll(feed: Feed, kept: ReturnType<typeof memory>, written: ReturnType<typeof writer>): Promise<void> {
  expect(await feed.reached('findings', await written.stop(), 30_000)).toBe(true);
  expect(Object.fromEntries(kept.versions)).toEqual(Object.fromEntries(written.expected));
  expect(kept.taken).toHaveLength(written.state.facts);
  expect(kept.state.gaps).toBe(0);
  expect(await feed.lag('findings')).toBe(0);
}
