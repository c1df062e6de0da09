import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { format } from '@xunlian/interchange';
import { freePort } from '@xunlian/machine';
import { command } from '../faults/asking.ts';
import { recording } from '../faults/commands.ts';
import { statedIn } from '../faults/world.ts';
import { readBundles } from '../src/bundleRows.ts';
import { expectedOf, sampleFolder } from './bundles.ts';
import { overviewQuestion } from './graph.ts';
import { npmStart, type Start } from './npmStart.ts';
import { ask } from './programs.ts';

let folder: string;
let urls: readonly string[];
let start: Start | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xunlian-cluster-'));
  const port = await freePort();
  start = npmStart({ PORT: String(port), DATA_DIR: folder }, 'cluster');
  await start.question;
  urls = [`http://localhost:${port}`, await otherGateway(start)];
}, 300_000);
afterAll(async () => {
  await start?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function otherGateway({ said }: Start): Promise<string> {
  for (;; await pause(50)) {
    const url = said.map((line) => /^The other gateway is at (\S+)\.$/.exec(line)?.[1]).find(Boolean);
    if (url !== undefined) return url;
  }
}

/** Positions behind everything that the samples have made, in every service that owns some of it: each is told a row of theirs once more. */
async function behindSamples(url: string): Promise<string> {
  const rows = readBundles(...['loudi', 'xinxian'].map(sampleFolder));
  const those = new Map(format.flatMap(({ service, file }) => rows(file).slice(0, 1).map((row) => [service, recording(file, statedIn(file, row))] as const)));
  const told = await Promise.all([...those.values()].map((made) => command(url, { ...made, id: randomUUID() })));
  expect(told.map(({ row }) => row)).toEqual(Array.from({ length: 5 }, () => 'UNCHANGED'));
  return told.map(({ position }) => position).join(',');
}

describe('npm run cluster', () => {
  it('answers the questions of the samples at both gateways', async () => {
    const after = await behindSamples(urls[0] ?? '');
    for (const { overview, ...variables } of [...await expectedOf('loudi'), ...await expectedOf('xinxian')]) {
      for (const url of urls) {
        const answer = await ask(url, { query: overviewQuestion, variables }, { 'x-xunlian-after': after });
        expect({ url, variables, ...answer }).toEqual({ url, variables, data: { office: expect.objectContaining({ code: variables.office, overview }) as object } });
      }
    }
  }, 60_000);

  it('ends within 10 s of SIGTERM, in good order, and leaves no process', async () => {
    const ended = await start?.stop();
    start = undefined;
    expect(ended).toEqual({ code: 0, seconds: expect.any(Number) as number, left: [] });
    expect(ended?.seconds).toBeLessThan(10);
    // Who is killed has to recover when it is started again.
    for (const number of [1, 2, 3]) expect(await readFile(join(folder, 'cluster', 'logs', `mongod-${number}.log`), 'utf8')).toContain('"exitCode":0');
  }, 30_000);
});
