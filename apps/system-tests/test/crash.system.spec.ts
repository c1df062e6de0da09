import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serviceNames } from '@xunlian/supervisor';
import { diceOf, type Dice } from '../faults/dice.ts';
import type { BundleRows } from '../src/bundleRows.ts';
import { overviewOf } from '../src/reference.ts';
import { daysIn, generated, sizeOf } from './bundles.ts';
import { startXunlian, totalOf } from './command.ts';
import { killingAt } from './deadlyMoments.ts';
import { startRelay } from '@xunlian/testing/relay';
import { figuresOf } from './graph.ts';
import { inconsistencies, notOnce } from './journals.ts';
import { startMongoRelay, type MongoRelay } from './mongoRelay.ts';
import { startEmpty, type Started } from './started.ts';

/** Moments and victims follow from it; SEED=… repeats a run. */
const seed = Number(process.env['SEED'] ?? randomInt(1_000_000));

let started: Started;
let mongodb: MongoRelay;
let throwDice: Dice;
const bundles: BundleRows[] = [];
const unfinished = new Set<() => void>();

beforeAll(async () => {
  throwDice = diceOf(seed);
  started = await startEmpty({
    through: async (uri) => {
      mongodb = await startMongoRelay(uri);
      return mongodb.uri;
    },
  });
}, 90_000);
afterAll(async () => {
  for (const end of unfinished) end();
  await started?.stop();
  mongodb?.stop();
});

describe(`with the moments of seed ${seed}`, () => {
  it('an import that is killed again and again and then runs to its end has recorded every row exactly once', async () => {
    const folder = await bundleOf('440000');
    const killed: number[] = [];
    for (const most of [8, 15, 22]) {
      const at = 2 + throwDice(most);
      const delay = throwDice(30);
      const code = await importing(folder, (kill) => (number) => { if (number === at) setTimeout(kill, delay); });
      killed.push(code === null ? at : 0);
    }
    expect(killed).not.toContain(0);
    await expectOnce(folder);
  }, 120_000);

  it('an import during which services and the gateway are killed goes on when they are back, and records every row exactly once', async () => {
    const [bundle, folder] = [await bundleOf('450000'), join(started.dataDir, 'insight')];
    const moments = [
      { who: 'rounds', writing: 'heard.pools.person.v1', killed: 'before' }, { who: 'findings', writing: 'findings', killed: 'before' },
      { who: 'findings', writing: 'findings', killed: 'after' }, { who: 'rectification', writing: 'heard.findings.finding.v1', killed: 'after' },
      { who: 'insight', folder, afterMs: 0 }, { who: 'insight', folder, afterMs: throwDice(25) },
    ] as const;
    const left = [...moments];
    mongodb.watch(killingAt(left, started.system));
    const at = 2 + throwDice(20);
    const code = await importing(bundle, () => (number) => { if (number === at) setTimeout(() => started.system.kill('gateway'), throwDice(30)); });
    expect({ code, left }).toEqual({ code: 0, left: [] });
    await started.system.ready();
    await expectOnce(bundle);
  }, 120_000);

  it('folding all journals gives all documents, and what every service has heard of', async () => {
    expect(await inconsistencies(started)).toEqual([]);
  });

  it('nobody has missed a version of a record, or heard of one that breaks its contract', async () => {
    for (const service of serviceNames)
      expect(await readFile(join(started.dataDir, 'logs', `${service}.log`), 'utf8')).not.toMatch(/never came|breaks its contract/);
  });
});

async function bundleOf(province: string): Promise<string> {
  const folder = join(started.folder, province);
  bundles.push(await generated(folder, { rows: 2_500, seed, province }));
  return folder;
}

/** Imports through a relay that lets somebody be killed at a request. Null when it was the import. */
async function importing(folder: string, hearer: (kill: () => void) => (number: number) => void): Promise<number | null> {
  let kill: () => void = () => undefined;
  const hear = hearer(() => kill());
  const relay = await startRelay(started.system.url, ({ number }, pass) => {
    hear(number);
    return pass();
  });
  const { process, ended } = startXunlian(relay.url, 'import', folder);
  kill = () => process.kill('SIGKILL');
  const end = () => {
    kill();
    relay.stop();
  };
  unfinished.add(end);
  const { code } = await ended;
  relay.stop();
  unfinished.delete(end);
  return code;
}

/** Imports what is there already once more: the rest of it becomes complete, and nothing happens twice. */
async function expectOnce(folder: string): Promise<void> {
  const bundle = bundles.at(-1) ?? (() => []);
  expect(await started.xunlian('import', folder)).toMatchObject({ code: 0 });
  expect(totalOf(await started.xunlian('import', folder))).toEqual({ created: 0, updated: 0, unchanged: sizeOf(bundle), rejected: 0 });
  expect(await notOnce(started, bundles)).toEqual([]);
  const days = daysIn(bundle);
  for (const { code: office = '' } of bundle('offices')) {
    for (const scope of ['OWN', 'SUBTREE'] as const) {
      const asked = { office, scope, from: days[throwDice(days.length / 2)] ?? '', to: days.at(-1 - throwDice(days.length / 2)) ?? '' };
      expect({ asked, figures: await figuresOf(started.system.url, asked) }).toEqual({ asked, figures: overviewOf(bundle, asked) });
    }
  }
}
