import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { localKafka } from '@xunlian/bus/settings';
import { applyTopics } from '@xunlian/bus/topics';
import { layouts, officeTopic } from '@xunlian/events';
import { testMongo, type TestMongo } from '@xunlian/testing';
import { testKafka, type TestKafka } from '@xunlian/testing/kafka';
import { generationsOf } from '../src/generation.ts';
import { inTransaction, type Rebuild } from '../src/index.ts';
import { claimOn } from '../src/rebuildClaim.ts';
import { startHearing, type Around } from './hearing.ts';
import { startOwner } from './owner.ts';

type Hearing = Awaited<ReturnType<typeof startHearing>>;

const name = officeTopic.name;
const codes = Array.from({ length: 1_500 }, (_, index) => `o${index}`);

let room: TestMongo;
let kafka: TestKafka;
let tests = 0;

beforeAll(async () => {
  [room, kafka] = await Promise.all([testMongo(), testKafka()]);
}, 120_000);
afterAll(() => Promise.all([room.stop(), kafka.stop()]));

describe.each(['embedded', 'kafka'] as const)('a read model that is built anew, %s', (transport) => {
  let around: Around;
  let owner: Awaited<ReturnType<typeof startOwner>>;
  let processes: Hearing[];

  beforeEach(async () => {
    tests += 1;
    const settings = localKafka(kafka.brokers, `${kafka.prefix}${tests}.`);
    around = { uri: room.uri, dbPrefix: `${room.dbPrefix}${tests}_`, kafka: transport === 'kafka' ? settings : null };
    if (around.kafka) await applyTopics(around.kafka, layouts.filter((layout) => /^(organizations|pools)\./.test(layout.name)));
    owner = await startOwner(around);
    processes = await Promise.all([startHearing(around), startHearing(around)]);
    for (let start = 0; start < codes.length; start += 500) await owner.change(codes.slice(start, start + 500));
    await taken();
  }, 40_000);
  afterEach(async () => {
    await Promise.all(processes.map((hearing) => hearing.stop()));
    await owner.stop();
  }, 20_000);

  const at = (index: number): Hearing => processes[index % 2] ?? never();
  const taken = async () => expect(await at(0).feed.reached('organizations', owner.moment(), 30_000)).toBe(true);
  /** What a decision would see, asked twice in one transaction: the posts of each office, which are its version. */
  const seen = async ({ db, offices }: Hearing) => (await inTransaction(db, async (session) => {
    const [once, again] = [await offices.find(codes, session), await offices.findBy('lineage', ['0', '1', '2', '3', '4', '5', '6'], session)];
    expect(again.size).toBe(once.size);
    return new Map([...once].map(([code, { approvedPosts }]) => [code, again.get(code)?.approvedPosts === approvedPosts ? approvedPosts : NaN]));
  })).result;
  const last = async ({ readModels }: Hearing): Promise<Rebuild> => (await readModels.status())[0] ?? never();
  const ended = async (hearing: Hearing): Promise<Rebuild> => {
    for (;; await pause(20)) {
      const rebuild = await last(hearing);
      if (rebuild.state !== 'BUILDING') return rebuild;
    }
  };
  const rebuilt = async (index: number) => {
    await at(index).readModels.rebuild(name);
    expect(await ended(at(index))).toMatchObject({ state: 'DONE', rows: codes.length, reason: null });
  };
  const collections = async () => (await at(0).db.listCollections()).map((collection) => collection.name).filter((one) => one.startsWith(`heard.${name}`)).sort();
  const live = async () => (await at(0).db.collection<{ _id: string; collection: string }>('heard.generations').findOne({ _id: `heard.${name}` }))?.collection ?? '';
  const expectOwners = async () => {
    for (const hearing of processes) expect(Object.fromEntries(await seen(hearing))).toEqual(Object.fromEntries(owner.versions));
  };

  it('shows every row, of one generation and never an older version, while its owner changes it and processes build it in turn', async () => {
    let building = true;
    const writing = (async () => {
      for (; building; await pause(5)) await owner.change([...new Set(Array.from({ length: 12 }, () => codes[Math.floor(Math.random() * codes.length)] ?? ''))]);
    })();
    const wrong: string[] = [];
    let looks = 0;
    const reading = Promise.all(processes.map(async (hearing) => {
      for (let before = await seen(hearing); building; looks += 1, await pause(2)) {
        const now = await seen(hearing);
        for (const code of codes) if (!((now.get(code) ?? 0) >= (before.get(code) ?? 0))) wrong.push(`${code}: ${before.get(code)}, then ${now.get(code)}`);
        before = now;
      }
    }));
    try {
      for (let index = 0; index < 4; index += 1) await rebuilt(index);
    } finally {
      building = false;
      await Promise.all([writing, reading]);
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(looks).toBeGreaterThan(12);
    await taken();
    await expectOwners();
    expect(await collections()).toEqual([await live()]);
  }, 120_000);

  it('is built by one process at a time, and is what its owner has, whatever had become of it', async () => {
    const rows = at(0).db.collection<{ _id: string; approvedPosts?: number }>(await live());
    await rows.deleteMany({ _id: { $in: codes.slice(0, 700) } });
    await rows.updateOne({ _id: 'o1000' }, { $set: { approvedPosts: 99, version: 99 } });
    await rows.insertOne({ _id: 'never-there', approvedPosts: 1 });
    const begun = await Promise.allSettled([0, 1, 0, 1].map((index) => at(index).readModels.rebuild(name)));
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(begun.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT' } });
    expect(await ended(at(0))).toMatchObject({ generation: 1, state: 'DONE', rows: codes.length });
    await expectOwners();
    expect(await at(0).db.collection<{ _id: string }>(await live()).findOne({ _id: 'never-there' })).toBeNull();
  }, 60_000);

  if (transport === 'kafka') return;

  it('is as it was when the process that builds it is killed, and nothing is left of that after the next one', async () => {
    const before = await seen(at(0));
    const child = spawn(process.execPath, [`${import.meta.dirname}/hearing.ts`, JSON.stringify(around)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await last(at(0))).toMatchObject({ generation: 1, state: 'BUILDING' });
    await expect(at(0).readModels.rebuild(name)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await seen(at(0))).toEqual(before);
    expect(await ended(at(1))).toMatchObject({ state: 'FAILED', reason: 'The process that built it is gone.' });
    await rebuilt(1);
    await expectOwners();
    expect(await collections()).toEqual([`heard.${name}~2`]);
  }, 60_000);

  it('is done when it is live, although who built it could not say so', async () => {
    const generations = generationsOf(at(0).db);
    const claim = claimOn(at(0).db, { name: `heard.${name}`, topic: officeTopic }, 'somebody');
    const { generation } = await claim.take();
    await generations.updateOne({ _id: `heard.${name}` }, { $set: { generation } });
    await claim.end({ state: 'FAILED', taken: 0, rows: null, reason: 'The database did not answer.' });
    expect(await last(at(1))).toMatchObject({ generation, state: 'BUILDING' });
    await generations.updateOne({ _id: `heard.${name}` }, [{ $set: { 'rebuild.beatAt': { $subtract: ['$$NOW', 3_600_000] } } }]);
    expect(await last(at(1))).toMatchObject({ generation, state: 'DONE', reason: null });
  });

  it('is as it was when the process that builds it is stopped, which leaves nothing behind', async () => {
    await at(0).readModels.rebuild(name);
    await at(0).readModels.stop();
    const { state } = await last(at(1));
    expect(['DONE', 'FAILED']).toContain(state);
    expect(await collections()).toEqual([await live()]);
    await expectOwners();
  }, 60_000);
});

function never(): never {
  throw new Error('There are two processes, and a rebuild was begun.');
}
