import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@xunlian/machine';
import { projectRoot } from '@xunlian/supervisor';
import { readBundles, type BundleRows } from '../src/bundleRows.ts';
import { overviewOf, type Asked } from '../src/reference.ts';
import { writeBundle } from './badBundle.ts';
import { contentsOf, expectedOf, generated, sampleFolder, strayRows } from './bundles.ts';
import { startProgram, totalOf, xunlian } from './command.ts';
import { askWhole } from '@xunlian/testing/graph';
import { figuresOf } from './graph.ts';
import { movedOnSaid, settled, since } from './movedOn.ts';
import { npmStart, processOf, type Start } from './npmStart.ts';

/** What is taken from one system to an empty one: a province, a city and a county, each with all below it. */
const exported = ['410000', '431300', '440101', '460000'];
const askedOfMovedOn: Asked = { office: '460000', scope: 'SUBTREE', from: '2020-01-01', to: '2020-12-31' };
const anyDivision = '{ divisions(first: 1) { nodes { code } } }';
const run = promisify(execFile);

let folder: string;
let port: number;
let url: string;
let county: BundleRows;
let movedOn: unknown;
let start: Start | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xunlian-start-'));
  port = await freePort();
  url = `http://localhost:${port}`;
});
afterAll(async () => {
  await start?.stop();
  await rm(folder, { recursive: true, force: true });
});

const environment = (dataDir: string) => ({ PORT: String(port), DATA_DIR: join(folder, dataDir) });
/** One start at a time, so that none is left behind by a test that fails. */
const begin = async (dataDir: string, more: Readonly<Record<string, string>> = {}) => {
  await end();
  start = npmStart({ ...environment(dataDir), ...more });
  return start.question;
};
const end = async () => {
  const ended = await start?.stop();
  start = undefined;
  return ended;
};

/** Questions about what is exported, with the figures that they must be answered with. */
async function questions(): Promise<(Asked & { overview: object })[]> {
  const asked = (['OWN', 'SUBTREE'] as const).map((scope) => ({ office: '440101', scope, from: '2017-01-01', to: '2021-12-31' }));
  const samples = [...await expectedOf('loudi'), ...await expectedOf('xinxian')];
  return [...samples, ...asked.map((each) => ({ ...each, overview: overviewOf(county, each) }))];
}

const expectFigures = async () => {
  for (const { overview, ...asked } of await questions()) expect({ ...asked, overview: await figuresOf(url, asked) }).toEqual({ ...asked, overview });
};

describe('a first start', () => {
  it('loads the samples, and prints a question that is answered as it stands', async () => {
    const question = await begin('kept');
    expect(start?.said).toContainEqual(expect.stringMatching(new RegExp(`^Xunlian is ready \\([\\d.]+ s\\): ${url}$`)));
    const { stdout } = await run('/bin/sh', ['-c', question], { cwd: projectRoot });
    const expected = (await expectedOf('loudi')).find(({ office, from, to, scope }) => `${office} ${from} ${to} ${scope}` === '431300 2020-01-01 2020-12-31 SUBTREE');
    expect(JSON.parse(stdout)).toMatchObject({ office: { code: '431300', overview: expected?.overview } });
  }, 90_000);

  it('keeps its port and its data folder for itself', async () => {
    const [otherFolder, samePort] = [{ ...environment('kept'), PORT: String(await freePort()) }, environment('other')];
    const ended = await Promise.all([otherFolder, samePort].map((each) => startProgram('tools/start/main.ts', [], each).ended));
    expect(ended.map(({ code, out, err }) => ({ code, said: [...out, ...err].filter((line) => line !== 'starting …') }))).toEqual([
      { code: 1, said: [`The data folder ${join(folder, 'kept')} is used by another start (process ${start?.process.pid}).`] },
      { code: 1, said: [`Port ${port} is in use. Choose another with PORT.`] },
    ]);
  });

  it('brings back a service that was killed', async () => {
    if (!start) throw new Error('There was no start.');
    const before = await processOf(start, 'organizations');
    process.kill(before, 'SIGKILL');
    await processOf(start, 'organizations', before);
    county = await generated(join(folder, 'bundle'), { rows: 1_000, seed: 4, province: '440000' });
    expect(await xunlian(url, 'import', join(folder, 'bundle'))).toMatchObject({ code: 0 });
    await expectFigures();
  }, 30_000);

  it('lets every service change its records, whatever others once decided by them', async () => {
    for (const [name, files] of Object.entries({ settled, since }))
      expect(await xunlian(url, 'import', await writeBundle(join(folder, name), files))).toMatchObject({ code: 0 });
    movedOn = await figuresOf(url, askedOfMovedOn);
  });

  it('exports an office and all below it as the rows that were imported', async () => {
    const source = readBundles(sampleFolder('loudi'), sampleFolder('xinxian'), ...['bundle', 'settled', 'since'].map((name) => join(folder, name)));
    for (const office of exported) {
      expect(await xunlian(url, 'export', join(folder, office), '--office', office)).toMatchObject({ code: 0 });
      expect(strayRows(readBundles(join(folder, office)), source)).toEqual([]);
    }
  }, 20_000);

  it('ends within 10 s of SIGTERM, in good order although a client stays, and leaves no process', async () => {
    const agent = new Agent({ keepAlive: true });
    await once(get(`${url}/livez`, { agent }).on('response', (answer) => { answer.resume(); }), 'close');
    const ended = await end();
    agent.destroy();
    expect(ended).toEqual({ code: 0, seconds: expect.any(Number) as number, left: [] });
    expect(ended?.seconds).toBeLessThan(10);
    expect(await readFile(join(folder, 'kept', 'logs', 'gateway.log'), 'utf8')).toContain('The gateway has stopped.');
  });
});

describe('a start without samples', () => {
  it('is empty, and decides anew what an office states, as it does with an export that was changed', async () => {
    await begin('empty', { DEMO: 'off' });
    expect(await askWhole(url, anyDivision)).toEqual({ divisions: { nodes: [] } });
    const stated = join(folder, 'stated');
    await cp(join(folder, '460000'), stated, { recursive: true });
    await appendFile(join(stated, 'groups.csv'), '\r\n');
    const ended = await xunlian(url, 'import', stated);
    expect({ code: ended.code, said: ended.out.filter((line) => /^\w+\.csv:/.test(line)) }).toEqual({ code: 1, said: movedOnSaid });
    expect(ended.err).toContain('groups.csv: is not as it was exported, so the rows of this bundle are decided like those of an office');
  }, 90_000);

  it('takes what another system exported to the last row', async () => {
    const imports = await Promise.all(exported.map((office) => xunlian(url, 'import', join(folder, office))));
    expect(imports.map((ended) => ({ code: ended.code, rejected: totalOf(ended).rejected }))).toEqual(exported.map(() => ({ code: 0, rejected: 0 })));
  }, 90_000);

  it('gives the same figures as the other system, and exports the same bytes', async () => {
    await expectFigures();
    expect(await figuresOf(url, askedOfMovedOn)).toEqual(movedOn);
    for (const office of exported) {
      const again = join(folder, `${office}-again`);
      expect(await xunlian(url, 'export', again, '--office', office)).toMatchObject({ code: 0 });
      expect(await contentsOf(again)).toEqual(await contentsOf(join(folder, office)));
    }
  }, 40_000);

  it('has kept everything when it is started again, and loads no samples over it', async () => {
    await begin('empty');
    expect(start?.said.filter((line) => /sample/.test(line) && !/infra\/samples/.test(line))).toEqual([]);
    await expectFigures();
  }, 90_000);
});
