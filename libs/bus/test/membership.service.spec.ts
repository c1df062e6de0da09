import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { clueTopic, layouts } from '@xunlian/events';
import { testKafka, type TestKafka } from '@xunlian/testing/kafka';
import mongoose from 'mongoose';
import { localKafka, openBus, type Feed, type KafkaSettings } from '../src/index.ts';
import { kafkaClient, type Admin } from '../src/kafka/client.ts';
import { applyTopics } from '../src/kafka/topics.ts';
import { digestOf } from '../src/place.ts';
import { memory } from './memory.ts';

let kafka: TestKafka;
let settings: KafkaSettings;
let admin: Admin;
const left: (() => unknown)[] = [];

beforeAll(async () => {
  kafka = await testKafka();
  settings = localKafka(kafka.brokers, kafka.prefix);
  await applyTopics(settings, layouts.filter(({ name }) => /^(findings|rectification)\./.test(name)));
  admin = kafkaClient(settings, 'test').admin();
  await admin.connect();
}, 120_000);
afterAll(async () => {
  for (const leave of left) await leave();
  await admin.disconnect();
  await kafka.stop();
});

async function follow(instance: string): Promise<Feed> {
  // A feed talks to no database but its projection's.
  const client = new mongoose.mongo.MongoClient('mongodb://127.0.0.1');
  const bus = await openBus({ client, databaseOf: String, service: 'rectification', kafka: { ...settings, instance }, alone: false });
  const feed = bus.subscribe([clueTopic], memory().projection);
  left.push(feed.stop, bus.close);
  return feed;
}

/** Looks at the group until its members are such, and gives their ids and every state that it was seen in. */
async function membersUntil(holds: (ids: readonly string[]) => boolean): Promise<{ ids: string[]; states: Set<string> }> {
  for (const states = new Set<string>(); ; await pause(10)) {
    // A broker that has just started has no coordinator for any group.
    const [group] = await admin.describeGroups([`${kafka.prefix}rectification-${digestOf([clueTopic.name])}`]).then(({ groups }) => groups, () => []);
    const ids = (group?.members ?? []).map(({ memberId }) => memberId).sort();
    states.add(group?.state ?? '');
    if (holds(ids) && ['Stable', 'Empty'].includes(group?.state ?? '')) return { ids, states };
  }
}

it('comes back into its group after a kill as the member it was: nobody waits for the dead one, and no partition moves', async () => {
  const child = spawn(process.execPath, [new URL('feedProcess.ts', import.meta.url).pathname, kafka.brokers, kafka.prefix, 'one'], { stdio: 'inherit' });
  left.push(() => child.kill('SIGKILL'));
  const other = await follow('two');
  const before = await membersUntil((ids) => ids.length === 2);
  expect(before.ids).toEqual([expect.stringMatching(/^one-/), expect.stringMatching(/^two-/)]);

  child.kill('SIGKILL');
  await once(child, 'exit');
  const back = await follow('one');
  const after = await membersUntil((ids) => ids[0] !== before.ids[0]);
  expect(after).toEqual({ ids: [expect.stringMatching(/^one-/), before.ids[1]], states: new Set(['Stable']) });

  await Promise.all([other, back].map((feed) => feed.stop()));
  await membersUntil((ids) => ids.length === 0);
}, 60_000);
