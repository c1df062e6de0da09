import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clueTopic, confessionTopic } from '@xunlian/events';
import { testMongo, type TestMongo } from '@xunlian/testing';
import mongoose from 'mongoose';
import { bell } from '../src/bell.ts';
import { presentMoment } from '../src/changeStream.ts';
import { journalSteps } from '../src/journalSteps.ts';
import { hasPassed, placeOf } from '../src/place.ts';
import { commit } from './journal.ts';

let room: TestMongo;
let client: mongoose.mongo.MongoClient;

beforeAll(async () => {
  room = await testMongo();
  client = await new mongoose.mongo.MongoClient(room.uri, { monitorCommands: true }).connect();
});
afterAll(async () => {
  await client.close();
  await room.stop();
});

interface Asked {
  readonly find?: string;
  readonly readConcern?: { readonly afterClusterTime?: mongoose.mongo.Timestamp };
  readonly pipeline?: readonly { readonly $changeStream?: { readonly startAtOperationTime: mongoose.mongo.Timestamp } }[];
}

/** What MongoDB was asked while everything up to a moment was read: of which moment the journal, and from which on the stream. */
async function momentsAsked(until: string) {
  const asked = { journal: [] as bigint[], stream: [] as bigint[] };
  const listen = ({ command }: { readonly command: Asked }) => {
    if (command.find === 'journal') asked.journal.push(command.readConcern?.afterClusterTime?.toBigInt() ?? 0n);
    const start = command.pipeline?.[0]?.$changeStream?.startAtOperationTime;
    if (start) asked.stream.push(start.toBigInt());
  };
  client.on('commandStarted', listen);
  const abort = new AbortController();
  const journals = { client, databases: [`${room.dbPrefix}findings`], topics: [confessionTopic.name], size: 2, signal: abort.signal, patience: () => 5, bell: bell() };
  for await (const { cursor } of journalSteps(journals, null)) if (cursor.through >= until) break;
  abort.abort();
  client.off('commandStarted', listen);
  return asked;
}

describe('a journal that has no news', () => {
  it('is asked at once whether it has any when the bell rings, and loses nothing by it', async () => {
    const abort = new AbortController();
    const rings = bell();
    let waits = 0;
    const patience = () => {
      waits += 1;
      rings.waits(waits === 2);
      return waits === 2 ? 60_000 : 5;
    };
    const steps = journalSteps({ client, databases: [`${room.dbPrefix}quiet`], topics: [confessionTopic.name], size: 2, signal: abort.signal, patience, bell: rings }, null);
    const next = async () => (await steps.next()).value.cursor.through;
    // The sweep, and what the stream finds at once.
    await next();
    await next();
    const awaited = next();
    while (waits < 2) await pause(5);
    const present = await presentMoment(client);
    rings.ringAfter(0);
    for (let through = await awaited; through < present; ) through = await next();
    abort.abort();
    await steps.return(undefined as never).catch(() => undefined);
  }, 20_000);
});

describe('a journal that is read from its beginning', () => {
  // What a majority is known to have lies behind the present moment: a fact of between would be in neither.
  it('is read as it is at the moment from which the change stream goes on, or later', async () => {
    const { journal, stream } = await momentsAsked(await commit(client, room, ['a', 'b', 'c'].map((s) => ({ s, v: 1 }))));
    expect([journal.length, stream.length]).toEqual([2, 1]);
    for (const moment of journal) expect(moment >= (stream[0] ?? 0n)).toBe(true);
  });
});

describe('a place in a journal', () => {
  const abort = new AbortController();
  const own = () => ({ ...room, dbPrefix: `${room.dbPrefix}places_` });
  const reading = (size: number, topics: readonly string[] = [confessionTopic.name]) =>
    ({ client, databases: [`${own().dbPrefix}findings`], topics, size, signal: abort.signal, patience: () => 5, bell: bell() });
  afterAll(() => abort.abort());

  it('between two facts of one moment is not behind the later one', async () => {
    const begin = async (size: number) => {
      const steps = journalSteps(reading(size), null);
      let step = (await steps.next()).value;
      while (!/[1-9a-f]/.test(step.cursor.through)) step = (await steps.next()).value;
      return async () => {
        do step = (await steps.next()).value; while (step.events.length === 0);
        return step.cursor;
      };
    };
    const [one, two] = [await begin(1), await begin(2)];
    await commit(client, own(), ['p', 'q', 'r'].map((s) => ({ s, v: 1 })));
    const [first, second] = [await one(), await two()];
    expect(first.through).toBe(second.through);
    expect([hasPassed(first, second), hasPassed(second, first), hasPassed(await one(), second)]).toEqual([false, true, true]);
  });

  it('at a fact that is not read any more leads back to the beginning', async () => {
    const steps = journalSteps(reading(2), null);
    let { cursor } = (await steps.next()).value;
    while (!('stream' in placeOf(cursor))) ({ cursor } = (await steps.next()).value);
    await commit(client, own(), ['x', 'y', 'z'].map((s) => ({ s, v: 1 })));
    for (let events = 0; events === 0;) ({ cursor, events: { length: events } } = (await steps.next()).value);
    await client.db(`${own().dbPrefix}findings`).collection('journal').insertOne({ _id: { t: clueTopic.name, s: 'c', v: 1 } as never, at: new Date() });
    const taken: string[] = [];
    for await (const { events } of journalSteps(reading(2, [clueTopic.name]), cursor)) if (taken.push(...events.map(({ subject }) => subject)) > 0) break;
    expect(taken).toEqual(['c']);
  });
});
