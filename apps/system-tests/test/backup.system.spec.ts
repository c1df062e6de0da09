import { hash } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from '@xunlian/interchange';
import { serviceNames } from '@xunlian/supervisor';
import { testKafka, type TestKafka } from '@xunlian/testing/kafka';
import type { BundleRows } from '../src/bundleRows.ts';
import { readBundles } from '../src/bundleRows.ts';
import { overviewOf } from '../src/reference.ts';
import { contentsOf, daysIn, generated, sampleFolder, sizeOf } from './bundles.ts';
import { startProgram, startXunlian, totalOf, type Ended } from './command.ts';
import { askWhole } from '@xunlian/testing/graph';
import { startRelay } from '@xunlian/testing/relay';
import { figuresOf } from './graph.ts';
import { inconsistencies, recordedOf } from './journals.ts';
import { startLoad, type Load } from './load.ts';
import { untilQuiet } from './quiet.ts';
import { differences, readModelsOf } from './readModels.ts';
import { startEmpty, type Place, type Started } from './started.ts';

/** What is there before the backup, and the provinces of it that are exported with all below them. */
const settled = { samples: ['loudi', 'xinxian'], province: '440000', exported: ['410000', '430000', '440000'] };
/** What is being imported while the backup is taken. */
const late = '450000';
/** Requests of that import: after which one the backup begins, and which one waits for its end. */
const middle = { from: 4, to: 16 };
const cluesQuestion = '{ clues(first: 1000) { nodes { code about } } }';

let source: Started;
let restored: Started;
let kafka: TestKafka;
let backup: string;
/** What is taken from the system of several machines that `backup` was restored into. */
let backupAgain: string;
let early: BundleRows;
let lateRows: BundleRows;
let load: Load;
const answered = new Map<BundleRows, unknown>();
/** What was acknowledged when the backup began. */
let before: { late: BundleRows; divisions: string[] };

/** Digests of the files of a backup, whose manifest loses its moment. */
const exceptMoment = async (folder: string) => Object.fromEntries(Object.entries(await contentsOf(folder)).map(([name, bytes]) =>
  [name, hash('sha256', bytes.replace(/"moment": "[^"]*"/, ''))]));
const operate = (place: Place, ...words: string[]): Promise<Ended> => startProgram('apps/cli/src/main.ts', words, place).ended;
const withKeys = async (place: Place) => cp(join(source.dataDir, 'keys.json'), join(place.DATA_DIR, 'keys.json'));

beforeAll(async () => {
  [source, kafka] = await Promise.all([startEmpty(), testKafka()]);
  [backup, backupAgain] = [join(source.folder, 'backup'), join(source.folder, 'backup-again')];
  const folders = [...settled.samples.map(sampleFolder), join(source.folder, settled.province)];
  [early, lateRows] = await Promise.all([
    generated(folders.at(-1) ?? '', { rows: 2_000, seed: 5, province: settled.province }).then(() => readBundles(...folders)),
    generated(join(source.folder, late), { rows: 1_000, seed: 6, province: late }),
  ]);
  for (const { code } of await Promise.all(folders.map((folder) => source.xunlian('import', folder)))) expect(code).toBe(0);
}, 90_000);
afterAll(async () => {
  await load?.stop();
  await restored?.stop();
  await source?.stop();
  await kafka?.stop();
});

const allDays = () => ({ from: daysIn(early)[0] ?? '', to: daysIn(early).at(-1) ?? '' });

/** Figures of every office of a bundle, alone and with all below it. */
const figuresIn = ({ system }: Started, bundle: BundleRows) => Promise.all(bundle('offices').flatMap(({ code: office = '' }) =>
  (['OWN', 'SUBTREE'] as const).map(async (scope) => [office, scope, await figuresOf(system.url, { office, scope, ...allDays() })])));

async function exportOf(started: Started, office: string): Promise<Record<string, string>> {
  const folder = join(started.folder, `export-${office}`);
  expect(await started.xunlian('export', folder, '--office', office)).toMatchObject({ code: 0, err: [] });
  return contentsOf(folder);
}

/** Compares both systems; what the source answered before is not asked again. */
async function expectSame(offices: readonly string[], bundle: BundleRows): Promise<void> {
  const expected = answered.get(bundle) ?? (await figuresIn(source, bundle));
  answered.set(bundle, expected);
  expect(await figuresIn(restored, bundle)).toEqual(expected);
  for (const office of offices) expect(await exportOf(restored, office)).toEqual(await exportOf(source, office));
}

const divisionsIn = async ({ db }: Started) =>
  (await db('organizations').collection('divisions').find({ _id: /^9100/ }).toArray()).map(({ _id }) => String(_id));

describe('a backup that is taken while an office imports and others record', () => {
  it('is taken in the middle of both, which do not notice', async () => {
    load = startLoad(source.system.url, '9100');
    let taking: Promise<Ended> | undefined;
    const take = async () => {
      before = { late: await recordedOf(source, lateRows), divisions: [...load.done] };
      return operate(source.place, 'backup', backup);
    };
    // The import goes on from the first files to the middle ones while the backup begins, and does not end before it.
    const relay = await startRelay(source.system.url, async ({ number }, pass) => {
      if (number === middle.from) taking = take();
      if (number >= middle.to) await taking;
      return pass();
    });
    const imported = await startXunlian(relay.url, 'import', join(source.folder, late)).ended;
    relay.stop();
    expect(await taking).toMatchObject({ code: 0, err: [] });
    await load.stop();
    expect({ code: imported.code, failures: load.failures }).toEqual({ code: 0, failures: [] });
  }, 90_000);

  it('is restored into an empty system that runs, of several machines though it was taken on one', async () => {
    const settings = { KAFKA_BROKERS: kafka.brokers, KAFKA_PREFIX: kafka.prefix };
    expect(await startProgram('apps/cli/src/main.ts', ['topics', 'apply'], settings).ended).toMatchObject({ code: 0, err: [] });
    restored = await startEmpty({ before: withKeys, settings });
    expect(await operate(restored.place, 'restore', backup)).toMatchObject({ code: 0, err: [] });
    await untilQuiet(restored);
  }, 90_000);

  it('has every record and its facts, and read models that are what their owners have', async () => {
    expect(await inconsistencies(restored)).toEqual([]);
    expect(await Promise.all(serviceNames.map((name) => restored.db(name).collection('restore').countDocuments()))).toEqual(serviceNames.map(() => 0));
  });

  it('is taken once more from several machines, with the same records and facts, to the byte', async () => {
    expect(await operate(restored.place, 'backup', backupAgain)).toMatchObject({ code: 0, err: [] });
    expect(await exceptMoment(backupAgain)).toEqual(await exceptMoment(backup));
  }, 60_000);

  it('gives the figures and the exports of all offices that nobody changed meanwhile, to the byte', () => expectSame(settled.exported, early), 90_000);

  it('has all that was acknowledged before it, not all that came later, and the figures that follow from as much as it has', async () => {
    const divisions = await divisionsIn(restored);
    expect(divisions).toEqual(expect.arrayContaining(before.divisions));
    expect(divisions.length).toBeLessThan(load.done.size);
    const held = await recordedOf(restored, lateRows);
    for (const { file } of format) expect(held(file)).toEqual(expect.arrayContaining([...before.late(file)]));
    expect(sizeOf(held)).toBeLessThan(sizeOf(lateRows));
    for (const { code: office = '' } of held('offices')) {
      const asked = { office, scope: 'SUBTREE', ...allDays() } as const;
      expect({ asked, figures: await figuresOf(restored.system.url, asked) }).toEqual({ asked, figures: overviewOf(held, asked) });
    }
  });

  it('opens sealed texts with the same key', async () => {
    const [there, here] = await Promise.all([source, restored].map(({ system }) => askWhole<{ clues: { nodes: { code: string; about: string }[] } }>(system.url, cluesQuestion)));
    const own = new Map(here?.clues.nodes.map(({ code, about }) => [code, about]));
    const kept = there?.clues.nodes.filter(({ code }) => own.has(code)) ?? [];
    expect(kept.length).toBeGreaterThan(100);
    expect(kept.map(({ about }) => about)).toEqual(kept.map(({ code }) => own.get(code)));
  });

  it('lets the import go on where the backup ended, until both systems are the same again', async () => {
    const held = sizeOf(await recordedOf(restored, lateRows));
    const again = await restored.xunlian('import', join(source.folder, late));
    expect(totalOf(again)).toEqual({ created: sizeOf(lateRows) - held, updated: 0, unchanged: held, rejected: 0 });
    await expectSame([late], lateRows);
    expect(await inconsistencies(restored)).toEqual([]);
  }, 90_000);

  it('has let read models and figures be built again that are the first ones, in every field of every row', async () => {
    await Promise.all([source, restored].map(untilQuiet));
    await Promise.all([source, restored].map(({ stopPrograms }) => stopPrograms()));
    const first = await readModelsOf(source);
    expect([...first].filter(([, rows]) => rows.size === 0).map(([table]) => table)).toEqual([]);
    expect(differences(first, await readModelsOf(restored))).toEqual([]);
  }, 60_000);
});

describe('a backup that is restored before any service runs', () => {
  it('is read by the services when they start, and is all there when they are ready', async () => {
    await restored.stop();
    restored = await startEmpty({
      before: async (place) => {
        await withKeys(place);
        expect(await operate(place, 'restore', backupAgain)).toMatchObject({ code: 0, err: [] });
      },
    });
    await expectSame([], early);
    expect(await inconsistencies(restored)).toEqual([]);
  }, 90_000);
});
