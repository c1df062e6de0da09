import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { confessionTopic, layouts } from '@xunlian/events';
import { startBroker, type Broker } from '@xunlian/kafka';
import { freePort } from '@xunlian/supervisor';
import { testMongo, type TestMongo } from '@xunlian/testing';
import mongoose from 'mongoose';
import { localKafka, openBus, type Bus, type Feed, type KafkaSettings, type Projection, type Relay } from '../src/index.ts';
import { dropLetter, lettersOf, sendAgain } from '../src/kafka/deadLetterBox.ts';
import { applyTopics, planTopics } from '../src/kafka/topics.ts';
import { commit, writer } from './journal.ts';
import { allRelayed, memory } from './memory.ts';

// A broker of its own, because it is stopped and killed.
let room: TestMongo;
let folder: string;
let broker: Broker;
let client: mongoose.mongo.MongoClient;
let settings: KafkaSettings;
let own: TestMongo;
let running: (Feed | Relay)[] = [];
let buses: Bus[] = [];
let tests = 0;
const declared = layouts.filter(({ name }) => /^(findings|insight)\./.test(name));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xunlian-broker-'));
  [room, broker] = await Promise.all([testMongo(), startBroker({ dataDir: folder, port: await freePort(), controller: await freePort() })]);
  client = await new mongoose.mongo.MongoClient(room.uri).connect();
}, 120_000);
beforeEach(async () => {
  tests += 1;
  own = { ...room, dbPrefix: `${room.dbPrefix}${tests}_` };
  settings = localKafka(broker.brokers, `t${tests}.`);
  await applyTopics(settings, declared);
});
afterEach(async () => {
  await Promise.all(running.map((part) => part.stop()));
  await Promise.all(buses.map((bus) => bus.close()));
  [running, buses] = [[], []];
}, 20_000);
afterAll(async () => {
  await client.close();
  await Promise.all([room.stop(), broker.stop()]);
  await rm(folder, { recursive: true, force: true });
});

async function open(service: string, alone: boolean): Promise<Bus> {
  const bus = await openBus({ client, databaseOf: (name) => own.dbPrefix + name, service, kafka: settings, alone });
  buses.push(bus);
  return bus;
}
async function startRelay(): Promise<Relay> {
  const relay = (await open('findings', false)).relay('findings');
  running.push(relay);
  return relay;
}
async function follow(projection: Projection, alone = true): Promise<Feed> {
  const feed = (await open('insight', alone)).subscribe([confessionTopic], projection);
  running.push(feed);
  return feed;
}
const relays = () => client.db(`${own.dbPrefix}findings`).collection<{ _id: string; holder: string | null; until: Date; cursor: { token: string; through: string } | null }>('relay');

/** Everything that was written has been taken, once, in order. */
async function expectAll(feed: Feed, kept: ReturnType<typeof memory>, written: ReturnType<typeof writer>): Promise<void> {
  expect(await feed.reached('findings', await written.stop(), 30_000)).toBe(true);
  expect(Object.fromEntries(kept.versions)).toEqual(Object.fromEntries(written.expected));
  expect(kept.taken).toHaveLength(written.state.facts);
  expect(kept.state.gaps).toBe(0);
  expect(await feed.lag('findings')).toBe(0);
}

describe('Kafka between services', () => {
  it('loses nothing and breaks no order when two relays take the lease from each other in the middle of their work', async () => {
    const kept = memory();
    const [feed] = [await follow(kept.projection), await startRelay(), await startRelay()];
    const written = writer(client, own, 'two');
    const holders = new Set<string | null | undefined>();
    for (let turn = 0; turn < 12; turn += 1) {
      await pause(250);
      const before = await relays().findOneAndUpdate({ _id: 'relay' }, { $set: { holder: 'nobody', until: new Date(0) } });
      holders.add(before?.holder);
    }
    await expectAll(feed, kept, written);
    expect(holders.size).toBeGreaterThan(1);
  }, 60_000);

  it('loses nothing when the relay is killed at any moment, and removes what its successor publishes once more', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    const written = writer(client, own, 'killed');
    const start = () => spawn(process.execPath, [new URL('relayProcess.ts', import.meta.url).pathname, broker.brokers, settings.prefix, own.uri, own.dbPrefix], { stdio: ['ignore', 'pipe', 'inherit'] });
    for (let kills = 0; kills < 2; kills += 1) {
      const child = start();
      await once(child.stdout, 'data');
      const taken = kept.taken.length;
      for (const deadline = Date.now() + 10_000; kept.taken.length === taken && Date.now() < deadline;) await pause(10);
      expect(kept.taken.length).toBeGreaterThan(taken);
      await pause(Math.random() * 300);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const relay = await startRelay();
    await expectAll(feed, kept, written);
    // As if the last places had never been saved: all is published once more.
    await relay.stop();
    await relays().updateOne({ _id: 'relay' }, { $set: { cursor: null } });
    await (await startRelay()).unrelayed();
    for (const deadline = Date.now() + 15_000; kept.state.again < written.state.facts && Date.now() < deadline;) await pause(50);
    expect(kept.state.again).toBeGreaterThanOrEqual(written.state.facts);
    expect(kept.taken).toHaveLength(written.state.facts);
  }, 90_000);

  it('publishes the journal from its beginning when MongoDB has forgotten where the relay stood', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    const relay = await startRelay();
    const moment = await commit(client, own, [{ s: 'a', v: 1 }, { s: 'b', v: 1 }]);
    expect(await feed.reached('findings', moment, 15_000)).toBe(true);
    await relay.stop();
    const stood = await relays().findOne({ _id: 'relay' });
    const forgotten = stood?.cursor?.token.replace(/("stream":"82)[0-9A-F]{16}/, '$10000000100000001') ?? '';
    expect(forgotten).toContain('8200000001');
    await relays().updateOne({ _id: 'relay' }, { $set: { 'cursor.token': forgotten } });
    await commit(client, own, [{ s: 'a', v: 2 }]);
    const later = await startRelay();
    expect(await feed.reached('findings', await commit(client, own, [{ s: 'b', v: 2 }]), 15_000)).toBe(true);
    expect(kept.seen().sort()).toEqual(['a/1', 'a/2', 'b/1', 'b/2']);
    await allRelayed(later);
  }, 60_000);

  it('takes everything once while instances of the hearing service come and go, whoever of them is asked', async () => {
    const kept = memory();
    await startRelay();
    const first = await follow(kept.projection, false);
    const written = writer(client, own, 'group');
    for (let turn = 0; turn < 3; turn += 1) {
      const second = await follow(kept.projection, false);
      await pause(700);
      expect(await second.reached('findings', written.state.moment, 20_000)).toBe(true);
      await second.stop();
      await pause(300);
    }
    await expectAll(first, kept, written);
  }, 90_000);

  it('goes on writing while there is no broker, says what waits, and catches up when it is back', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    const relay = await startRelay();
    const written = writer(client, own, 'broker');
    await pause(500);
    broker.signal('SIGKILL');
    await broker.left;
    await pause(1_000);
    expect(await relay.unrelayed()).toBeGreaterThan(0);
    broker = await startBroker(broker);
    await expectAll(feed, kept, written);
    await allRelayed(relay);
  }, 120_000);

  it('counts what a stopped feed has not taken', async () => {
    const kept = memory();
    await startRelay();
    const feed = await follow(kept.projection);
    expect(await feed.reached('findings', await commit(client, own, [{ s: 'a', v: 1 }]), 15_000)).toBe(true);
    await feed.stop();
    await commit(client, own, [{ s: 'a', v: 2 }, { s: 'b', v: 1 }]);
    for (const deadline = Date.now() + 10_000; (await feed.lag('findings')) < 2 && Date.now() < deadline;) await pause(50);
    expect(await feed.lag('findings')).toBe(2);
  });
});

describe('an event that cannot be taken', () => {
  it('is put aside with its cause, and all others are taken; sent again it is taken too', async () => {
    const bad = new Set(['poison']);
    const kept = memory(({ events }) => events.some(({ subject }) => bad.has(subject)));
    await startRelay();
    const feed = await follow(kept.projection);
    const rows = Array.from({ length: 60 }, (_, index) => ({ s: `s${index % 20}`, v: 1 + Math.floor(index / 20) }));
    const moment = await commit(client, own, [...rows.slice(0, 30), { s: 'poison', v: 1 }, { s: 'broken', v: 1, data: { lineage: 'x' } }, ...rows.slice(30)]);
    expect(await feed.reached('findings', moment, 30_000)).toBe(true);
    expect(kept.seen().sort()).toEqual(rows.map(({ s, v }) => `${s}/${v}`).sort());
    const letters = await lettersOf(settings, 'insight');
    expect(letters.map(({ subject, cause }) => [subject, cause]).sort()).toEqual([['broken', 'breaks its contract: lineage: invalid_type; receivedOn: invalid_type'], ['poison', 'the disk is full']]);
    const [poison, broken] = ['poison', 'broken'].map((subject) => letters.find((letter) => letter.subject === subject));
    if (!poison || !broken) throw new Error('Both were found above.');
    expect(Number(poison.attempts)).toBeGreaterThan(3);
    bad.clear();
    await sendAgain(settings, poison);
    await dropLetter(settings, broken);
    for (const deadline = Date.now() + 10_000; !kept.versions.has('poison') && Date.now() < deadline;) await pause(50);
    expect(kept.versions.get('poison')).toBe(1);
    expect(await lettersOf(settings, 'insight')).toEqual([]);
  }, 60_000);

  it('is passed over by who takes everything once more, and not put aside again', async () => {
    const [kept, again] = [memory(), memory()];
    await startRelay();
    const feed = await follow(kept.projection);
    const moment = await commit(client, own, [{ s: 'broken', v: 1, data: { lineage: 'x' } }, { s: 'a', v: 1 }]);
    expect(await feed.reached('findings', moment, 30_000)).toBe(true);
    const replay = (await open('insight', false)).replay([confessionTopic], (events) => again.projection.apply({ events, cursors: {} }));
    running.push(replay);
    expect(await replay.passed(await kept.projection.cursors(), 30_000)).toBe(true);
    expect(again.seen()).toEqual(['a/1']);
    expect(await lettersOf(settings, 'insight')).toHaveLength(1);
  }, 60_000);

  it('is not put aside because the world fails', async () => {
    let works = false;
    const kept = memory(() => !works);
    await startRelay();
    const feed = await follow(kept.projection);
    const moment = await commit(client, own, [{ s: 'a', v: 1 }, { s: 'b', v: 1 }]);
    await pause(5_000);
    works = true;
    expect(await feed.reached('findings', moment, 15_000)).toBe(true);
    expect(kept.seen().sort()).toEqual(['a/1', 'b/1']);
    expect(await lettersOf(settings, 'insight')).toEqual([]);
  }, 60_000);
});

describe('the topics of a cluster', () => {
  it('are made once, as declared, and never get another number of partitions', async () => {
    expect(await planTopics(settings, declared)).toEqual({ missing: [], keptOtherwise: [], refused: [], replicas: 1 });
    const [one, ...others] = declared;
    const changed = [{ name: one?.name ?? '', partitions: 7, keeps: 'everything' as const }, ...others, { name: 'findings.new.v1', partitions: 1, keeps: 'latest' as const }];
    const { refused, missing } = await applyTopics(settings, changed);
    expect(refused).toHaveLength(1);
    expect(missing.map(({ name }) => name)).toEqual(['findings.new.v1']);
    // Nothing was changed, because something was refused.
    expect((await planTopics(settings, changed)).missing).toHaveLength(1);
    const kept = declared.map((layout) => ({ ...layout, keeps: 'latest' as const }));
    expect((await applyTopics(settings, kept)).keptOtherwise.length).toBeGreaterThan(0);
    // A broker hears of it a moment after its controller.
    for (const deadline = Date.now() + 10_000; (await planTopics(settings, kept)).keptOtherwise.length > 0 && Date.now() < deadline;) await pause(50);
    expect((await planTopics(settings, kept)).keptOtherwise).toEqual([]);
  });
});
