import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openBus } from '@xunlian/bus';
import { topics } from '@xunlian/events';
import { openDatabase } from '@xunlian/store';
import { publish, testMongo, type PublishedFact, type TestMongo } from '@xunlian/testing';
import { clues } from '../src/clues/figure.ts';
import { coverage } from '../src/coverage/figure.ts';
import { figuresOver } from '../src/figures/loader.ts';
import { outcomes } from '../src/outcomes/figure.ts';
import { foundProblems, rectification } from '../src/problems/figure.ts';
import { followRebuilds } from '../src/rebuild/follow.ts';
import { instanceAt } from '../src/rebuild/store.ts';
import { openRows } from '../src/rows/file.ts';
import { heardTopics, tables } from '../src/tables.ts';
import { envelope, fact, type Happening } from './happenings.ts';
import { sampleFacts } from './samples.ts';

type Instance = Awaited<ReturnType<typeof startInstance>>;

/** Each sample has figures that the other has not. */
const questions = ['430000', '410000'].map((province) => ({ lineage: [province], scope: 'SUBTREE', from: '2015-01-01', to: '2020-12-31' }) as const);
const shown = [clues, coverage, outcomes, foundProblems, rectification];

let room: TestMongo;
let folder: string;
let instances: Instance[] = [];

/** An instance of the service with a file of its own, as far as rows are concerned. */
async function startInstance(file: string) {
  const rows = await openRows(join(folder, file), tables);
  const db = await openDatabase(room.uri, `${room.dbPrefix}insight`);
  const bus = await openBus({ client: db.getClient(), databaseOf: (source) => room.dbPrefix + source, service: 'insight', kafka: null, alone: true });
  const feed = bus.subscribe(heardTopics, rows.projection);
  const readModels = followRebuilds({ db, bus, rows, instance: instanceAt(join(folder, file)) });
  const stop = async () => {
    await readModels.stop();
    await feed.stop();
    await db.close();
    await rows.close();
  };
  const figures = async () => JSON.stringify(await Promise.all(questions.map((question) => {
    const { load } = figuresOver(rows.ask);
    return Promise.all(shown.map((figure) => load(question, figure as typeof clues)));
  })));
  const confessions = async () => Number((await rows.ask('SELECT count(*) FROM confessions WHERE code LIKE \'late%\''))[0]?.[0]);
  return { rows, feed, readModels, figures, confessions, stop };
}

const factOf = (happening: Happening): PublishedFact => {
  const { topic: name, type, subject, data } = envelope(happening);
  const topic = topics.find((one) => one.name === name);
  if (!topic) throw new Error(`There is no topic ${name}.`);
  return { topic, type, subject, data };
};
const taken = async (positions: string, at = instances) => {
  for (const { feed } of at) for (const position of positions.split(',')) {
    const [source = '', through = ''] = position.split('@');
    expect(await feed.reached(source, through, 30_000)).toBe(true);
  }
};
const quiet = async () => {
  while ((await first().readModels.status()).some(({ state }) => state === 'BUILDING')) await pause(20);
};
const rebuilt = async (asked: Instance, by: number) => {
  const { generation } = await asked.readModels.rebuild('rows');
  for (;; await pause(20)) {
    const rebuilds = await asked.readModels.status();
    if (rebuilds.some(({ state }) => state === 'BUILDING')) continue;
    expect(rebuilds.map(({ state, reason }) => [state, reason])).toEqual(Array.from({ length: by }, () => ['DONE', null]));
    expect(new Set(rebuilds.map((rebuild) => rebuild.generation))).toEqual(new Set([generation]));
    return;
  }
};

beforeAll(async () => {
  room = await testMongo();
  folder = await mkdtemp(join(tmpdir(), 'xunlian-rebuild-'));
  instances = await Promise.all(['one', 'two'].map(startInstance));
  await taken(await publish(room, ['loudi', 'xinxian'].flatMap(sampleFacts).map(factOf)));
}, 60_000);
afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.stop()));
  await room.stop();
  await rm(folder, { recursive: true, force: true });
});
const [first, second] = [0, 1].map((index) => () => instances[index] ?? never()) as [() => Instance, () => Instance];
function never(): never {
  throw new Error('There are two instances.');
}

describe('Rows that are built anew', () => {
  it('answer every question with the figures that are expected while all instances build them and facts go on coming', async () => {
    const expected = await first().figures();
    expect(await second().figures()).toBe(expected);
    let building = true;
    let published = 0;
    const wrong: string[] = [];
    let asked = 0;
    const writing = (async () => {
      for (let position = ''; ; await pause(10)) {
        if (!building) return position;
        position = await publish(room, [factOf(fact('ConfessionRecorded', `late${published += 1}`, { receivedOn: '2020-01-01' }))]);
      }
    })();
    const asking = Promise.all(instances.map(async ({ figures, confessions }) => {
      for (let before = 0; building; asked += 1, await pause(20)) {
        const [now, there] = [await figures(), await confessions()];
        if (now !== expected) wrong.push(now);
        if (there < before) wrong.push(`${there} of ${before}`);
        before = there;
      }
    }));
    try {
      for (const instance of [first(), second()]) await rebuilt(instance, 2);
    } finally {
      building = false;
    }
    const [position] = await Promise.all([writing, asking]);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(asked).toBeGreaterThan(20);
    await taken(position);
    for (const { confessions } of instances) expect(await confessions()).toBe(published);
  }, 90_000);

  it('are what the facts say, whatever had become of them, in every instance', async () => {
    const expected = await first().figures();
    for (const { rows } of instances) await rows.ask("DELETE FROM clues WHERE code < (SELECT median(code) FROM clues); UPDATE findings SET discipline = NULL");
    for (const { figures } of instances) expect(await figures()).not.toBe(expected);
    await rebuilt(second(), 2);
    for (const { figures } of instances) expect(await figures()).toBe(expected);
  }, 60_000);

  it('are built by an instance that was down when it is back', async () => {
    const expected = await first().figures();
    await second().rows.ask('DELETE FROM clues');
    expect(await second().figures()).not.toBe(expected);
    await second().stop();
    instances.splice(1, 1);
    await rebuilt(first(), 1);
    const back = await startInstance('two');
    instances.push(back);
    for (const deadline = Date.now() + 30_000; (await back.figures()) !== expected && Date.now() < deadline;) await pause(20);
    expect(await back.figures()).toBe(expected);
  }, 60_000);

  it('are built where their file says a generation that was never asked for here', async () => {
    const expected = await first().figures();
    await second().stop();
    instances.splice(1, 1);
    const rows = await openRows(join(folder, 'two'), tables);
    await rows.adopt(99);
    await rows.ask('DELETE FROM clues');
    await rows.close();
    instances.push(await startInstance('two'));
    expect(await second().figures()).not.toBe(expected);
    await rebuilt(second(), 2);
    expect(await second().figures()).toBe(expected);
  }, 60_000);

  it('are built by one request at a time', async () => {
    await quiet();
    const begun = await Promise.allSettled(instances.map(({ readModels }) => readModels.rebuild('rows')));
    expect(begun.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(first().readModels.rebuild('rows')).rejects.toMatchObject({ code: 'CONFLICT' });
    await quiet();
  }, 60_000);

  it('say so when they cannot even be begun, and are built when they are asked for again', async () => {
    await first().rows.ask('CREATE VIEW clues__next AS SELECT 1');
    await second().readModels.rebuild('rows');
    await quiet();
    expect((await first().readModels.status()).map(({ state }) => state).sort()).toEqual(['DONE', 'FAILED']);
    await first().rows.ask('DROP VIEW clues__next');
    await rebuilt(second(), 2);
  }, 60_000);

  it('leave the live ones as they are when the process ends in the middle, and nothing in the file', async () => {
    const instance = first();
    const before = await instance.figures();
    const rows = await openRows(join(folder, 'killed'), tables);
    const beside = await rows.beside();
    await beside.take([envelope(fact('ClueRecorded', 'c1', { foundOn: '2020-01-01' }))]);
    await rows.close();
    const again = await openRows(join(folder, 'killed'), tables);
    expect((await again.ask('SHOW TABLES')).flat().filter((name) => String(name).endsWith('next'))).toEqual([]);
    expect(await again.count()).toBe(0);
    await again.close();
    expect(await instance.figures()).toBe(before);
  });
});
