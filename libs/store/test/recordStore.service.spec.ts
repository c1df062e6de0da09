import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JournalRow } from '@xunlian/events';
import { registrar, testMongo, type TestMongo } from '@xunlian/testing';
import fc from 'fast-check';
import { openDatabase, prepareCollections, type Database, type ListFilter } from '../src/index.ts';
import { listedOtherwise, listsBy } from '../src/lists.ts';
import { tallyStore } from './tally.ts';

let room: TestMongo;
let databases: Database[];
let stores: ReturnType<typeof tallyStore>[];

/** Two connections with a store each stand for two processes of one service. */
beforeAll(async () => {
  room = await testMongo();
  databases = await Promise.all([1, 2].map(() => openDatabase(room.uri, `${room.dbPrefix}tallies`)));
  stores = databases.map((db) => tallyStore(db));
  for (const [index, db] of databases.entries()) await prepareCollections(db, [(stores[index] ?? never()).kind]);
});
afterAll(async () => {
  await Promise.all(databases.map((db) => db.close()));
  await room.stop();
});
function never(): never {
  throw new Error('There is a store for every database.');
}
const as = (index: number) => (stores[index] ?? never()).as({ viewer: registrar, id: 'r' });
const timesFilter = (times: number): ListFilter & { times: number } => ({ times });
const journal = () => (databases[0] ?? never()).collection<JournalRow>('journal');

describe('commands that arrive together', () => {
  it('each take effect once or are refused, whatever process takes them, and leave a journal without gap', async () => {
    const most = 20;
    const commands = Array.from({ length: 300 }, (_, index) => ({ code: `t${index % 10}`, process: index % 2 }));
    const outcomes = await Promise.all(commands.map(({ code, process }) => as(process).handle(code, { type: 'countUp', most }).then(() => 'done', (error: Error) => error.message)));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(10 * most);
    expect(outcomes.filter((outcome) => outcome === 'Counted as often as may be.')).toHaveLength(100);
    for (const code of new Set(commands.map((command) => command.code))) {
      expect(await as(0).find(code)).toMatchObject({ times: most });
      const rows = await journal().find({ '_id.s': code }).sort({ _id: 1 }).toArray();
      expect(rows.map(({ _id: { v }, data }) => [v, 'times' in data && data.times])).toEqual(Array.from({ length: most }, (_, index) => [index + 1, index + 1]));
    }
  });
});

describe('a fact that another system exported', () => {
  it('says so in the journal, and no other does', async () => {
    await as(0).record([{ code: 'o1', times: 1, on: null }], 'EXPORTED');
    await as(0).handle('o1', { type: 'countUp', most: 9 });
    expect((await journal().find({ '_id.s': 'o1' }).sort({ _id: 1 }).toArray()).map(({ origin }) => origin)).toEqual(['EXPORTED', undefined]);
  });
});

describe('a list', () => {
  it('page by page is the whole list in order, newest day first, days that are missing last', async () => {
    const day = fc.option(fc.integer({ min: 1, max: 4 }).map((on) => `2020-01-0${on}`));
    await fc.assert(fc.asyncProperty(fc.array(day, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 7 }), async (days, first) => {
      const times = 1_000 + Math.floor(Math.random() * 1e9);
      const rows = days.map((on, index) => ({ code: `p${times}-${String(index).padStart(2, '0')}`, times, on }));
      await as(0).record(rows);
      const walked: string[] = [];
      for (let after: string | null = null; ;) {
        const page: Awaited<ReturnType<ReturnType<typeof as>['page']>> = await as(0).page(timesFilter(times), { first, after });
        walked.push(...page.entries.map(({ row }) => row.code));
        expect(await page.totalCount()).toBe(days.length);
        after = page.entries.at(-1)?.cursor ?? null;
        if (!page.hasNextPage) break;
      }
      const expected = [...rows].sort((a, b) => (a.on === b.on ? (a.code < b.code ? 1 : -1) : (a.on ?? '') < (b.on ?? '') ? 1 : -1)).map(({ code }) => code);
      expect(walked).toEqual(expected);
    }), { numRuns: 15 });
  });

  it('refuses a page of no or too many records and a cursor that is none', async () => {
    await expect(as(0).page({}, { first: 0 })).rejects.toMatchObject({ code: 'INVALID', field: 'first' });
    await expect(as(0).page({}, { first: 1_001 })).rejects.toMatchObject({ code: 'INVALID', field: 'first' });
    const forged = [['2020-01-01', 'a', 'b'], ['someday', 'a'], ['2020-01-01', 1], null].map((position) => Buffer.from(JSON.stringify(position)).toString('base64url'));
    for (const after of ['x', ...forged]) await expect(as(0).page({}, { first: 1, after })).rejects.toMatchObject({ code: 'INVALID', field: 'after' });
  });

  it('has what was kept before there were lists, when the service has started again', async () => {
    const db = databases[0] ?? never();
    await as(0).record([{ code: 'old', times: 77, on: null }]);
    await db.collection('tallies').updateMany({}, { $unset: { lists: 1 } });
    await db.collection('tallies').createIndex({ times: 1 });
    expect((await as(0).page(timesFilter(77), { first: 10 })).entries).toEqual([]);
    await prepareCollections(db, [(stores[0] ?? never()).kind]);
    expect((await as(0).page(timesFilter(77), { first: 10 })).entries).toMatchObject([{ row: { code: 'old' } }]);
    expect((await db.collection('tallies').indexes()).map(({ name }) => name)).toEqual(['_id_', 'lists']);
  });

  it('by a new filter has what was kept before, and what a process without it goes on writing until it is replaced', async () => {
    const db = databases[0] ?? never();
    const renewed = tallyStore(db, { on: 'on' });
    const listed = async () => (await renewed.as({ viewer: registrar, id: 'r' }).page({ on: '1999-01-01' } as ListFilter, { first: 10 })).entries.map(({ row }) => row.code);
    await as(0).record(['early', 'moved'].map((code) => ({ code, times: 5, on: '1999-01-01' })));
    await prepareCollections(db, [renewed.kind]);
    expect(await listed()).toEqual(['moved', 'early']);
    await as(1).handle('moved', { type: 'countUp', most: 9 });
    await as(1).record([{ code: 'late', times: 5, on: '1999-01-01' }]);
    expect(await listed()).toEqual(['early']);
    await prepareCollections(db, [renewed.kind]);
    expect(await listed()).toEqual(['moved', 'late', 'early']);
    const { executionStats } = (await db.collection('tallies').find(listedOtherwise(listsBy(renewed.kind).scheme), { hint: 'lists' }).explain('executionStats')) as { executionStats: { totalKeysExamined: number } };
    expect(executionStats.totalKeysExamined).toBeLessThan(10);
    // As it was for the tests after this one.
    await prepareCollections(db, [(stores[0] ?? never()).kind]);
  });

  it('by what is derived has what was kept before it was derived', async () => {
    const db = databases[0] ?? never();
    await as(0).record([1, 2].map((times) => ({ code: `odd${times}`, times, on: '1998-01-01' })));
    const renewed = tallyStore(db, { odd: 'isOdd' }, ({ times }) => ({ isOdd: times % 2 === 1 }));
    const listed = async (odd: boolean) => (await renewed.as({ viewer: registrar, id: 'r' }).page({ odd, days: { to: '1998-12-31' } } as ListFilter, { first: 10 })).entries.map(({ row }) => row.code);
    await prepareCollections(db, [renewed.kind]);
    expect([await listed(true), await listed(false)]).toEqual([['odd1'], ['odd2']]);
    await prepareCollections(db, [(stores[0] ?? never()).kind]);
  });

  it('is given with any number of others at once', async () => {
    const store = as(0);
    await store.record([{ code: 'one', times: 1, on: null }]);
    const pages = await Promise.all(Array.from({ length: 1_200 }, (_, place) => store.pageBy('lineage', String(place), 1)));
    expect(pages.flatMap(({ entries }, place) => (entries.length > 0 ? [place] : []))).toEqual([1]);
    await expect(store.pageBy('on', '2020-01-01', 1)).rejects.toThrow('tallies has no lists by on.');
  });

  it('is refused by itself where it is no page, and given to who asked for another at once', async () => {
    const store = as(0);
    const [none, one, many] = await Promise.allSettled([0, 1, 1_001].map((first) => store.pageBy('lineage', '1', first)));
    for (const refused of [none, many]) expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'INVALID', field: 'first' } });
    expect(one).toMatchObject({ status: 'fulfilled', value: { hasNextPage: expect.any(Boolean) } });
  });

  it('is counted once, however often its number is asked for', async () => {
    const store = as(0);
    for (const page of [await store.page({}, { first: 1 }), await store.pageBy('lineage', '1', 1)]) expect(page.totalCount()).toBe(page.totalCount());
  });

  it('is read by an index in its order: keys in proportion to the page, at any depth', async () => {
    const db = databases[0] ?? never();
    const rows = Array.from({ length: 900 }, (_, index) => ({ code: `d${index}`, times: index % 3, on: index % 4 ? `2021-0${1 + (index % 9)}-01` : null }));
    await as(0).record(rows);
    const questions = [{}, { office: { code: '1', scope: 'SUBTREE' } }, { office: { code: '1', scope: 'OWN' } }, timesFilter(2)] as const;
    await db.db?.command({ profile: 2 });
    for (const question of questions) {
      let after: string | null = null;
      for (let page = 0; page < 20; page += 1) after = (await as(0).page(question, { first: 10, after })).entries.at(-1)?.cursor ?? null;
    }
    await db.db?.command({ profile: 0 });
    const read = await db.collection('system.profile').find({ op: 'query', ns: /tallies$/ }).toArray();
    expect(read).toHaveLength(20 * questions.length);
    // However the planner combines a page's branches (same day, earlier days, no day): a few pages of keys, of 900 and more.
    expect(Math.max(...read.map(({ keysExamined }) => Number(keysExamined)))).toBeLessThanOrEqual(100);
  });
});
