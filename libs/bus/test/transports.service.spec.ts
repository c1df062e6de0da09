import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { clueTopic, confessionTopic, layouts, momentOf, personTopic, publisherOf, type Topic } from '@xunlian/events';
import { publish, testMongo, type TestMongo } from '@xunlian/testing';
import { testKafka, type TestKafka } from '@xunlian/testing/kafka';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { localKafka, openBus, type Bus, type Feed, type KafkaSettings, type Projection, type Relay } from '../src/index.ts';
import { applyTopics } from '../src/kafka/topics.ts';
import { commit, fact, heavyRows } from './journal.ts';
import { allRelayed, memory } from './memory.ts';

const heard = [confessionTopic, clueTopic, personTopic];
const sources = [...new Set(heard.map(publisherOf))];

let room: TestMongo;
let kafka: TestKafka;
let client: mongoose.mongo.MongoClient;
let running: (Feed | Relay)[] = [];
let buses: Bus[] = [];
let tests = 0;

beforeAll(async () => {
  [room, kafka] = await Promise.all([testMongo(), testKafka()]);
  client = await new mongoose.mongo.MongoClient(room.uri).connect();
}, 120_000);
afterAll(async () => {
  await client.close();
  await Promise.all([room.stop(), kafka.stop()]);
});

describe.each(['embedded', 'kafka'] as const)('a feed of the bus: %s', (transport) => {
  let settings: KafkaSettings | null;
  let prefix: string;

  beforeEach(async () => {
    prefix = `${room.dbPrefix}${(tests += 1)}_`;
    settings = transport === 'kafka' ? localKafka(kafka.brokers, `${kafka.prefix}${tests}.`) : null;
    if (!settings) return;
    // Services publish on all their topics, whoever hears them.
    await applyTopics(settings, layouts.filter(({ name }) => [...sources, 'insight'].some((service) => name.startsWith(`${service}.`))));
    for (const source of sources) await relayOf(source);
  });
  afterEach(async () => {
    await Promise.all(running.map((part) => part.stop()));
    await Promise.all(buses.map((bus) => bus.close()));
    [running, buses] = [[], []];
  });

  const open = async (service: string): Promise<Bus> => {
    const bus = await openBus({ client, databaseOf: (name) => prefix + name, service, kafka: settings, alone: true });
    buses.push(bus);
    return bus;
  };
  const relayOf = async (service: string): Promise<Relay> => {
    const relay = (await open(service)).relay(service);
    running.push(relay);
    return relay;
  };
  const follow = async (projection: Projection, topics: readonly Topic[] = heard): Promise<Feed> => {
    const feed = (await open('insight')).subscribe(topics, projection);
    running.push(feed);
    return feed;
  };
  const own = (): TestMongo => ({ ...room, dbPrefix: prefix });
  const behind = async (feed: Feed, positions: string) => {
    expect(await feed.reached('findings', positions.split('@')[1] ?? '', 15_000)).toBe(true);
  };

  it('takes every fact once and in order while it is stopped and started at any moment, batches failing now and then', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ facts: fc.integer({ min: 1, max: 40 }), restart: fc.boolean() }), { minLength: 1, maxLength: 6 }), async (steps) => {
      const run = `s${Math.floor(Math.random() * 1e9)}`;
      let calls = 0;
      const kept = memory(() => (calls += 1) % 5 === 0);
      let feed = await follow(kept.projection);
      let version = 0;
      let positions = '';
      for (const { facts, restart } of steps) {
        positions = await publish(own(), Array.from({ length: facts }, () => fact(run, (version += 1))));
        if (restart) {
          await feed.stop();
          feed = await follow(kept.projection);
        }
      }
      await behind(feed, positions);
      await feed.stop();
      expect(kept.seen().filter((id) => id.startsWith(run))).toEqual(Array.from({ length: version }, (_, index) => `${run}/${index + 1}`));
    }), { numRuns: transport === 'kafka' ? 4 : 6 });
  }, 60_000);

  it('has taken all of a transaction when it says that it has reached it, though it is more than a batch', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    for (const size of [499, 500, 501, 1_000]) {
      await behind(feed, `findings@${await commit(client, own(), Array.from({ length: size }, (_, index) => ({ s: `big${size}-${index}`, v: 1 })))}`);
      expect(kept.taken.filter(({ subject }) => subject.startsWith(`big${size}-`))).toHaveLength(size);
    }
    expect(JSON.stringify(kept.taken)).not.toContain('secret');
  });

  it('has taken all of a transaction when it says that it has reached it, though MongoDB hands it out in more than one reply', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    await behind(feed, await publish(own(), [fact('light')]));
    await behind(feed, `findings@${await commit(client, own(), heavyRows('heavy'))}`);
    expect(kept.seen()).toEqual(['light/1', 'heavy/1', 'heavy/2', 'heavy/3', 'heavy/4', 'heavy/5', 'heavy/6']);
  }, 30_000);

  it('without a place takes everything there ever was, each subject in order', async () => {
    await publish(own(), Array.from({ length: 1_200 }, (_, index) => fact(`old${index % 300}`, 1 + Math.floor(index / 300))));
    const kept = memory();
    await (await follow(kept.projection)).stop();
    const fresh = memory();
    await behind(await follow(fresh.projection), await publish(own(), [fact('new')]));
    expect(new Set(fresh.seen()).size).toBe(1_201);
    for (const subject of ['old0', 'old299']) expect(fresh.seen().filter((id) => id.startsWith(`${subject}/`))).toEqual([1, 2, 3, 4].map((version) => `${subject}/${version}`));
  });

  it('takes what there was before of a topic that it did not hear then, and is not caught up until it has', async () => {
    const kept = memory();
    const before = await follow(kept.projection, [clueTopic]);
    for (const subject of ['early', 'also early']) await behind(before, await publish(own(), [fact(subject)]));
    await before.stop();
    expect(kept.seen()).toEqual([]);
    const feed = await follow(kept.projection);
    await behind(feed, await publish(own(), [fact('late')]));
    expect([kept.seen().sort(), await feed.caughtUp('findings')]).toEqual([['also early/1', 'early/1', 'late/1'], true]);
  });

  it('passes over an event that breaks its contract, and then has nothing left to take', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    await commit(client, own(), [{ s: 'bad', v: 1, data: {} }]);
    await behind(feed, await publish(own(), [fact('good')]));
    expect(kept.seen()).toEqual(['good/1']);
    expect(await feed.lag('findings')).toBe(0);
  });

  it('hears the journals of its own system and nothing else that looks like them', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    const journal = client.db(`${prefix}findings`).collection('journal');
    await behind(feed, `findings@${await commit(client, own(), [{ s: 'own', v: 1 }])}`);
    await commit(client, { ...room, dbPrefix: `${prefix}other_` }, [{ s: 'of another system', v: 1 }]);
    await client.db(`${prefix}findings`).collection('copies').insertMany((await journal.find().toArray()).map((row) => ({ ...row, _id: { ...row._id, s: 'of another collection' } as never })));
    await behind(feed, await publish(own(), [fact('last')]));
    expect(kept.seen()).toEqual(['own/1', 'last/1']);
  });

  it('is not held up by another one that takes nothing', async () => {
    const [kept, held] = [memory(), memory()];
    const { promise: isReleased, resolve: release } = Promise.withResolvers<void>();
    const slow = await follow({ ...held.projection, apply: (batch) => isReleased.then(() => held.projection.apply(batch)) });
    const feed = await follow(kept.projection);
    const facts = Array.from({ length: 600 }, (_, index) => fact(`one of many ${index}`));
    const positions = await publish(own(), facts);
    await behind(feed, positions);
    expect([kept.taken.length, held.taken.length]).toEqual([facts.length, 0]);
    release();
    await behind(slow, positions);
    expect(held.taken).toHaveLength(facts.length);
  });

  it('reaches a moment behind which nothing was committed, and says how far it is with each source', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    const relay = await relayOf('findings');
    const moment = await commit(client, own(), [{ s: 'only', v: 1 }]);
    const behindIt = momentOf(BigInt(`0x${moment}`) + 1n);
    await client.db(`${prefix}findings`).collection('other').insertOne({});
    relay.given(behindIt);
    await behind(feed, `findings@${behindIt}`);
    expect((await feed.through('findings') ?? '') >= behindIt).toBe(true);
    expect(await feed.reached('findings', 'f'.repeat(16), 10)).toBe(false);
    await allRelayed(relay);
  });
});
