import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { startBroker, type Broker } from '@xunlian/kafka';
import { freePort } from '@xunlian/machine';
import { clueTopic, confessionTopic } from '@xunlian/events';
import { publish } from '@xunlian/testing';
import { cursorName, offsetCursor } from '../src/kafka/cursor.ts';
import { feedFailed } from '../src/occurrences.ts';
import { commit, writer } from './journal.ts';
import { expectAll, kafkaRoom } from './kafkaRoom.ts';
import { allRelayed, memory } from './memory.ts';

// A broker of its own, because it is killed.
let broker: Broker;
const { client, own, open, leases, stopAtEnd, startRelay, follow } = kafkaRoom(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'xunlian-broker-'));
  broker = await startBroker({ dataDir: folder, port: await freePort(), controller: await freePort() });
  const stop = () => broker.stop().then(() => rm(folder, { recursive: true, force: true }));
  return { brokers: broker.brokers, prefix: '', stop };
});

describe('Kafka between services', () => {
  it('takes everything once while instances of the hearing service come and go, whoever of them is asked', async () => {
    const kept = memory();
    await startRelay();
    const first = await follow(kept.projection, false);
    const written = writer(client(), own(), 'group');
    for (let turn = 0; turn < 3; turn += 1) {
      let taken = 0;
      const apply: typeof kept.projection.apply = (batch) => {
        taken += batch.events.length;
        return kept.projection.apply(batch);
      };
      const second = await follow({ ...kept.projection, apply }, false);
      while (taken === 0) await pause(20);
      expect(await second.reached('findings', written.state.moment, 20_000)).toBe(true);
      await second.stop();
    }
    await expectAll(first, kept, written);
  }, 90_000);

  it('brings a version all of the topic that it hears for the first time, beside one that does not hear it', async () => {
    const [before, after] = [memory(), memory()];
    await startRelay();
    const older = await follow(before.projection, false);
    expect(await older.reached('findings', await commit(client(), own(), [{ s: 'a', v: 1 }]), 20_000)).toBe(true);
    const newer = await follow(after.projection, false, [confessionTopic, clueTopic]);
    const moved = { lineage: ['1'], receiver: 'DISCIPLINE_ORGAN', transferredOn: '2020-01-01' };
    const position = await publish(own(), [{ topic: clueTopic, type: 'ClueTransferred', subject: 'c1', data: moved }]);
    expect(await newer.reached('findings', position.split('@')[1] ?? '', 20_000)).toBe(true);
    expect(after.seen().sort()).toEqual(['a/1', 'c1/1']);
    expect(await older.reached('findings', await commit(client(), own(), [{ s: 'b', v: 1 }]), 20_000)).toBe(true);
    expect(before.seen()).toEqual(['a/1', 'b/1']);
  }, 60_000);

  it('takes nothing of a topic that ends before the place where it stands, and says so', async () => {
    const kept = memory();
    const beyond = Object.fromEntries([0, 1, 2].map((partition) => [cursorName(confessionTopic.name, partition), offsetCursor(5)]));
    const { promise: toldTwice, resolve } = Promise.withResolvers<void>();
    let told = 0;
    const forget = feedFailed.hear(() => { if ((told += 1) === 2) resolve(); });
    await startRelay();
    await commit(client(), own(), [{ s: 'new', v: 1 }]);
    await follow({ ...kept.projection, cursors: async () => ({ ...beyond, ...(await kept.projection.cursors()) }) });
    await toldTwice;
    forget();
    expect(kept.taken).toEqual([]);
  }, 60_000);

  it('says what waits while there is no broker, and catches up when it is back', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    const bus = await open('findings', false);
    const relay = stopAtEnd(bus.relay('findings'));
    const written = writer(client(), own(), 'broker');
    // While a relay still sweeps the journal it counts what lies behind its place by code, and not what came since.
    while (!(await leases().findOne({ _id: 'relay' }))?.cursor?.token.includes('"stream"')) await pause(20);
    while (kept.taken.length === 0) await pause(20);
    expect([await bus.answers(), await relay.isStuck()]).toEqual([true, false]);
    broker.signal('SIGKILL');
    await broker.left;
    const before = written.state.facts;
    while (written.state.facts < before + 100) await pause(20);
    // What was written since then waits, and some of what was on its way.
    expect(await relay.unrelayed()).toBeGreaterThanOrEqual(100);
    expect(await bus.answers()).toBe(false);
    // As if it were away for longer; at the end of its last try the relay still saves what was acknowledged before.
    while (!(await relay.isStuck())) await leases().updateOne({ _id: 'relay' }, { $set: { keptAt: new Date(Date.now() - 11_000) } });
    broker = await startBroker(broker);
    await expectAll(feed, kept, written);
    await allRelayed(relay);
    expect([await bus.answers(), await relay.isStuck()]).toEqual([true, false]);
  }, 120_000);

  it('knows, when it is begun again and more waits, that all there was before was taken once', async () => {
    const kept = memory();
    const first = await follow(kept.projection);
    expect(await first.caughtUp('findings')).toBe(false);
    await startRelay();
    for (const v of [1, 2]) {
      expect(await first.reached('findings', await commit(client(), own(), [{ s: 'a', v }]), 15_000)).toBe(true);
      expect(await first.caughtUp('findings')).toBe(true);
    }
    await first.stop();
    // As if a process had been killed that knew how far the journal is before it had saved the events.
    const { 'findings.progress.v1/0': told } = await kept.projection.cursors();
    const cursors = async () => (told ? { 'findings.progress.v1/0': told } : {});
    const second = await follow({ cursors, apply: () => Promise.reject(new Error('the disk is full')) });
    expect([await second.through('findings'), await second.caughtUp('findings')]).toEqual([null, true]);
  }, 60_000);

  it('counts what a stopped feed has not taken', async () => {
    const kept = memory();
    await startRelay();
    const feed = await follow(kept.projection);
    expect(await feed.reached('findings', await commit(client(), own(), [{ s: 'a', v: 1 }]), 15_000)).toBe(true);
    await feed.stop();
    await commit(client(), own(), [{ s: 'a', v: 2 }, { s: 'b', v: 1 }]);
    for (const deadline = Date.now() + 10_000; (await feed.lag('findings')) < 2 && Date.now() < deadline;) await pause(50);
    expect(await feed.lag('findings')).toBe(2);
  });
});
