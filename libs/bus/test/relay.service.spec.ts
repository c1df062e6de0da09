import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { clueTopic } from '@xunlian/events';
import { bell } from '../src/bell.ts';
import type { Cursor } from '../src/index.ts';
import { journalSteps } from '../src/journalSteps.ts';
import { commit, heavyRows, writer } from './journal.ts';
import { expectAll, kafkaRoom } from './kafkaRoom.ts';
import { allRelayed, memory } from './memory.ts';

const { client, own, settings, startRelay, follow, leases } = kafkaRoom();

/** Waits until a relay has saved a place behind that one, takes the lease from it, and says who it was and how far it had got. */
async function interrupt(through: string): Promise<{ holder: string; through: string }> {
  for (;; await pause(10)) {
    const before = await leases().findOneAndUpdate({ _id: 'relay', holder: { $nin: [null, 'nobody'] }, 'cursor.through': { $gt: through } }, { $set: { holder: 'nobody', until: new Date(0) } });
    if (before?.holder && before.cursor) return { holder: before.holder, through: before.cursor.through };
  }
}

describe('a relay over Kafka', () => {
  it('loses nothing and breaks no order when two take the lease from each other in the middle of their work', async () => {
    const kept = memory();
    const [feed] = [await follow(kept.projection), await startRelay(), await startRelay()];
    const written = writer(client(), own(), 'two');
    const published = new Set<string>();
    let through = '';
    for (let turns = 0; turns < 6 || published.size < 2; turns += 1) {
      const interrupted = await interrupt(through);
      published.add(interrupted.holder);
      ({ through } = interrupted);
    }
    await expectAll(feed, kept, written);
    expect(published.size).toBe(2);
  }, 60_000);

  it('loses nothing when it is killed at any moment, and removes what its successor publishes once more', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    const written = writer(client(), own(), 'killed');
    const start = () => spawn(process.execPath, [new URL('relayProcess.ts', import.meta.url).pathname, settings().brokers[0] ?? '', settings().prefix, own().uri, own().dbPrefix], { stdio: ['ignore', 'pipe', 'inherit'] });
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
    await leases().updateOne({ _id: 'relay' }, { $set: { cursor: null } });
    await (await startRelay()).unrelayed();
    for (const deadline = Date.now() + 15_000; kept.state.again < written.state.facts && Date.now() < deadline;) await pause(50);
    expect(kept.state.again).toBeGreaterThanOrEqual(written.state.facts);
    expect(kept.taken).toHaveLength(written.state.facts);
  }, 90_000);

  it('publishes the journal from its beginning when MongoDB has forgotten where the relay stood', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    const relay = await startRelay();
    const moment = await commit(client(), own(), [{ s: 'a', v: 1 }, { s: 'b', v: 1 }]);
    expect(await feed.reached('findings', moment, 15_000)).toBe(true);
    await relay.stop();
    const stood = await leases().findOne({ _id: 'relay' });
    const forgotten = stood?.cursor?.token.replace(/("stream":"82)[0-9A-F]{16}/, '$10000000100000001') ?? '';
    expect(forgotten).toContain('8200000001');
    await leases().updateOne({ _id: 'relay' }, { $set: { 'cursor.token': forgotten } });
    await commit(client(), own(), [{ s: 'a', v: 2 }]);
    const later = await startRelay();
    expect(await feed.reached('findings', await commit(client(), own(), [{ s: 'b', v: 2 }]), 15_000)).toBe(true);
    expect(kept.seen().sort()).toEqual(['a/1', 'a/2', 'b/1', 'b/2']);
    await allRelayed(later);
  }, 60_000);

  it('publishes what lies in the journal before it begins, though a broker does not take all that for one partition at once', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    const moment = await commit(client(), own(), heavyRows('heavy'));
    await allRelayed(await startRelay());
    expect(await feed.reached('findings', moment, 15_000)).toBe(true);
    expect(kept.seen()).toEqual(['heavy/1', 'heavy/2', 'heavy/3', 'heavy/4', 'heavy/5', 'heavy/6']);
  }, 30_000);

  it('publishes what its predecessor read past, which did not know the topic yet', async () => {
    const kept = memory();
    const feed = await follow(kept.projection);
    await commit(client(), own(), [{ s: 'unknown', v: 1 }]);
    const moment = await commit(client(), own(), [{ s: 'unknown', v: 2 }]);
    await leases().insertOne({ _id: 'relay', holder: null, until: new Date(0), cursor: await placeBehind(moment, [clueTopic.name]) });
    await startRelay();
    expect(await feed.reached('findings', moment, 15_000)).toBe(true);
    expect(kept.seen()).toEqual(['unknown/1', 'unknown/2']);
  }, 60_000);
});

/** The place of who has read everything up to a moment, as far as it is of these topics. */
async function placeBehind(moment: string, topics: readonly string[]): Promise<Cursor> {
  const abort = new AbortController();
  const journals = { client: client(), databases: [`${own().dbPrefix}findings`], topics, size: 100, signal: abort.signal, patience: () => 5, bell: bell() };
  for await (const { cursor } of journalSteps(journals, null)) if (cursor.through >= moment) return cursor;
  throw new Error('A journal has no end.');
}
