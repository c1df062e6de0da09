import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startSystem } from '@xunlian/harness';
import { testKafka, type TestKafka } from '@xunlian/testing/kafka';
import type { BundleRows } from '../src/bundleRows.ts';
import { overviewOf } from '../src/reference.ts';
import { daysIn, expectedOf, generated, sampleFolder, sizeOf } from './bundles.ts';
import { startXunlian, totalOf, xunlian } from './command.ts';
import { figuresOf } from './graph.ts';
import { inconsistencies, notOnce } from './journals.ts';
import { untilQuiet } from './quiet.ts';
import { startEmpty, type Started } from './started.ts';

/** The bundle follows from it; SEED=… repeats a run. */
const seed = Number(process.env['SEED'] ?? randomInt(1_000_000));

let kafka: TestKafka;
let started: Started;

beforeAll(async () => {
  kafka = await testKafka();
  started = await startEmpty({
    async before({ DATA_DIR: dataDir, MONGODB_URI: mongoUri, DB_PREFIX: dbPrefix }) {
      const alone = await startSystem({ dataDir, mongoUri, dbPrefix });
      expect(await xunlian(alone.url, 'import', sampleFolder('xinxian'))).toMatchObject({ code: 0 });
      await alone.stop();
      // Everything that is started from here hears by Kafka.
      Object.assign(process.env, { KAFKA_BROKERS: kafka.brokers, KAFKA_PREFIX: kafka.prefix });
      expect(await startXunlian('', 'topics', 'apply').ended).toMatchObject({ code: 0, err: [] });
    },
  });
}, 150_000);
afterAll(async () => {
  await started?.stop();
  await kafka?.stop();
});

describe(`a system whose services hear each other by Kafka, seed ${seed}`, () => {
  const bundles: BundleRows[] = [];

  it('answers the questions of a sample that was imported while the system was one of one machine', async () => {
    expect(totalOf(await started.xunlian('import', sampleFolder('xinxian')))).toMatchObject({ created: 0, updated: 0, rejected: 0 });
    for (const { overview, ...asked } of await expectedOf('xinxian')) expect(await figuresOf(started.system.url, asked)).toEqual(overview);
  }, 60_000);

  it('has recorded every row of a bundle once, and counts every row, though relays and feeds were killed meanwhile', async () => {
    const folder = join(started.folder, '450000');
    const bundle = await generated(folder, { rows: 2_500, seed, province: '450000' });
    bundles.push(bundle);
    const { ended } = startXunlian(started.system.url, 'import', folder);
    const killing = (async () => {
      for (const victim of ['organizations', 'rounds', 'insight', 'findings', 'pools', 'rectification'] as const) {
        await pause(700 + randomInt(500));
        started.system.kill(victim);
      }
    })();
    expect(await ended).toMatchObject({ code: 0 });
    await killing;
    await started.system.ready();
    // Behind the last answer everything is there, however late: the second import waits for it.
    expect(totalOf(await started.xunlian('import', folder))).toEqual({ created: 0, updated: 0, unchanged: sizeOf(bundle), rejected: 0 });
    const days = daysIn(bundle);
    for (const { code: office = '' } of bundle('offices')) {
      const asked = { office, scope: 'SUBTREE', from: days[0] ?? '', to: days.at(-1) ?? '' } as const;
      expect({ asked, figures: await figuresOf(started.system.url, asked) }).toEqual({ asked, figures: overviewOf(bundle, asked) });
    }
  }, 150_000);

  it('has no fact that is not relayed and none that is not taken, and its journals fold to all that anybody has kept of them', async () => {
    await untilQuiet(started);
    expect((await notOnce(started, bundles)).filter((sentence) => !/rows, \d+ documents/.test(sentence))).toEqual([]);
    expect(await inconsistencies(started)).toEqual([]);
  }, 60_000);

  it('builds anew what services keep of each other, on command, whatever had become of it', async () => {
    const [bundle] = bundles;
    const days = daysIn(bundle ?? (() => []));
    const asked = { office: '450000', scope: 'SUBTREE', from: days[0] ?? '', to: days.at(-1) ?? '' } as const;
    const figures = await figuresOf(started.system.url, asked);
    const damaged = started.db('rounds').collection<{ _id: string }>('heard.organizations.organization.v1');
    expect((await damaged.deleteMany({ _id: { $gt: '' } })).deletedCount).toBeGreaterThan(0);
    expect(await inconsistencies(started)).not.toEqual([]);
    const built = await Promise.all([['rounds', 'organizations.organization.v1'], ['findings', 'rounds.inspection.v1'], ['insight', 'rows']].map((words) => started.xunlian('rebuild', ...words)));
    expect(built.map(({ code, err }) => [code, err])).toEqual(built.map(() => [0, []]));
    expect(built[0]?.out[0]).toMatch(/^organizations.organization.v1 of rounds is generation 1, \d+ rows, after \d+ s\.$/);
    expect(await inconsistencies(started)).toEqual([]);
    expect(await figuresOf(started.system.url, asked)).toEqual(figures);
    const unknown = await started.xunlian('rebuild', 'findings', 'none');
    expect(unknown).toMatchObject({ code: 1, err: [expect.stringContaining('organizations.office.v1, rounds.inspection.v1')] });
  }, 60_000);

  it('puts an event aside that no service can take, and has an operator look at it, send it again or drop it', async () => {
    const letters = async () => (await started.xunlian('dead-letters', 'list', '--service', 'insight')).out;
    const untilAside = async (isNew: (line: string) => boolean) => {
      for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(200)) {
        const [line = '', ...more] = await letters();
        if (isNew(line)) return { line, more, origin: line.split('  ')[2] ?? '' };
      }
      throw new Error('Nothing was put aside.');
    };
    await started.db('findings').collection<{ _id: object }>('journal').insertOne({
      _id: { t: 'findings.confession.v1', s: 'broken', v: 1 }, ...{ type: 'ConfessionRecorded', data: { lineage: 'x' }, kept: {}, at: new Date(), by: 'x', correlation: 'x' },
    });
    const { line, more, origin } = await untilAside((first) => first !== '');
    expect([line, more]).toEqual([expect.stringMatching(/^\S+ {2}insight {2}findings\.confession\.v1\/\d+\/\d+ {2}ConfessionRecorded {2}broken {2}1x {2}breaks its contract: lineage: /), []]);
    const shown = await started.xunlian('dead-letters', 'show', origin);
    expect([shown.code, JSON.parse(shown.out.join('\n'))]).toEqual([0, expect.objectContaining({ service: 'insight', origin, subject: 'broken', value: '{"lineage":"x"}' })]);

    expect(await started.xunlian('dead-letters', 'retry', origin)).toEqual({ code: 0, out: [`sent again: insight ${origin}`], err: [] });
    const again = await untilAside((first) => first !== '' && !first.includes(origin));
    expect(again).toMatchObject({ more: [], origin: expect.stringMatching(/^findings\.confession\.v1\//) as string });
    expect(await started.xunlian('dead-letters', 'drop', again.origin)).toEqual({ code: 0, out: [`dropped: insight ${again.origin}`], err: [] });
    expect(await letters()).toEqual([]);
    for (const what of ['show', 'retry', 'drop']) {
      expect(await started.xunlian('dead-letters', what, origin)).toEqual({ code: 1, out: [], err: [`There is no dead letter ${origin}.`] });
    }
  }, 120_000);
});
