import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { versionsMissed } from '@xunlian/bus/occurrences';
import { officeTopic, type Envelope } from '@xunlian/events';
import { testMongo, type TestMongo } from '@xunlian/testing';
import { openDatabase, prepareCollections, readModel, readModelProjection, type Database } from '../src/index.ts';

let room: TestMongo;
let db: Database;
let missed = 0;
const forget = versionsMissed.hear(({ versions }) => { missed += versions; });

beforeAll(async () => {
  room = await testMongo();
  db = await openDatabase(room.uri, `${room.dbPrefix}projection`);
});
afterAll(async () => {
  forget();
  await db.close();
  await room.stop();
});

const event = (subject: string, version: number): Envelope<object> =>
  ({ topic: officeTopic.name, type: 'OfficeRecorded', subject, version, at: '', correlation: '', data: { lineage: [`v${version}`] } });
const at = (place: number) => ({ token: String(place), through: String(place).padStart(4, '0') });

describe('a feed into read models', () => {
  it('takes batches of several parts at once, each event once, and never goes back', async () => {
    const offices = readModel(db, officeTopic, { fields: ['lineage'] });
    await prepareCollections(db, [], [offices]);
    const projection = readModelProjection(db, 'one', [offices]);
    const other = readModelProjection(db, 'one2', [offices]);
    // Two parts at once; and one part twice at once, the late one by somebody who has lost it.
    const batch = (part: string, from: number, to: number) => projection.apply({
      events: Array.from({ length: to - from }, (_, index) => event(`${part}${(from + index) % 5}`, 1 + Math.floor((from + index) / 5))), cursors: { [part]: at(to) },
    });
    for (let from = 0; from < 100; from += 20)
      await Promise.all([batch('a', from, from + 20), batch('b', from, from + 20), batch('a', Math.max(0, from - 20), from + 10)]);
    await other.apply({ events: [], cursors: { a: at(1) } });
    expect(await projection.cursors()).toEqual({ a: at(100), b: at(100) });
    expect(await other.cursors()).toEqual({ a: at(1) });
    const rows = await db.collection<{ _id: string }>(offices.name).find({ _id: { $gt: '' } }).sort({ _id: 1 }).toArray();
    expect(rows).toEqual(['a', 'b'].flatMap((part) => [0, 1, 2, 3, 4].map((index) => ({ _id: `${part}${index}`, version: 20, lineage: ['v20'] }))));
    expect(missed).toBe(0);
  });

  it('tells how many versions of records never came, once', async () => {
    const offices = readModel(db, officeTopic, { fields: ['lineage'] });
    const projection = readModelProjection(db, 'two', [offices]);
    await projection.apply({ events: [event('c', 1), event('c', 4), event('d', 2)], cursors: { a: at(1) } });
    expect(missed).toBe(3);
    await projection.apply({ events: [event('c', 2), event('c', 4), event('c', 5)], cursors: { a: at(2) } });
    expect(missed).toBe(3);
  });
});
