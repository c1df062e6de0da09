import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { takeDataDir } from '../lock.ts';

const CONTENDERS = 3;
const ROUNDS = 25;

let folder: string;
let contenders: ChildProcess[];
/** Of a process that is gone. */
let stale: number;

const said = async (contender: ChildProcess): Promise<unknown> => (await once(contender, 'message') as unknown[])[0];

beforeAll(async () => {
  const start = join(import.meta.dirname, '..', 'main.ts');
  contenders = Array.from({ length: CONTENDERS + 1 }, () => fork(join(import.meta.dirname, 'contender.ts'), [start]));
  await Promise.all(contenders.map(said));
  const gone = contenders.pop();
  stale = gone?.pid ?? 0;
  gone?.kill('SIGKILL');
  if (gone) await once(gone, 'exit');
});
afterAll(() => contenders.forEach((contender) => contender.kill('SIGKILL')));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xunlian-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** All take one folder at once: what it says then, and how it went with each. */
async function contend(dataDir: string) {
  const answers = contenders.map(said);
  for (const contender of contenders) contender.send(dataDir);
  const how = await Promise.all(answers);
  const winner = contenders[how.indexOf('taken')]?.pid;
  const line = `StartFailed: The data folder ${dataDir} is used by another start (process ${winner}).`;
  // Whoever came while another was still deciding names that one, who may have been too late as well.
  const others = how.filter((answer) => answer !== 'taken').map((answer) => String(answer).replace(/\(process \d+\)/, `(process ${winner})`));
  return { taken: how.filter((answer) => answer === 'taken').length, others: new Set(others), held: await readFile(join(dataDir, 'start.pid'), 'utf8'), winner, line };
}

describe.each([
  ['a process that is gone holds', async (dataDir: string) => { await mkdir(dataDir); await writeFile(join(dataDir, 'start.pid'), `${stale}\n`); }],
  ['a full disk left an empty start.pid in', async (dataDir: string) => { await mkdir(dataDir); await writeFile(join(dataDir, 'start.pid'), ''); }],
  ['processes that are gone were taking over from one that is gone', async (dataDir: string) => {
    await mkdir(dataDir);
    for (const name of ['start.pid', 'start.pid.next']) await writeFile(join(dataDir, name), `${stale}\n`);
  }],
  ['is not there yet', () => Promise.resolve()],
])('of several starts at once, a data folder that %s', (_, prepare) => {
  test('has exactly one, and the others say so', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const dataDir = join(folder, String(round));
      await prepare(dataDir);
      const { taken, others, held, winner, line } = await contend(dataDir);
      expect({ taken, others, held }).toEqual({ taken: 1, others: new Set([line]), held: `${winner}\n` });
      expect((await readdir(dataDir)).filter((name) => name.startsWith('start.'))).toEqual(['start.pid']);
    }
  });
});

test('what cannot be read is not called another start', async () => {
  await mkdir(join(folder, 'start.pid'));
  await expect(takeDataDir(folder)).rejects.toThrow(`The data folder ${folder} cannot be taken: ${folder}/start.pid cannot be read or written (EISDIR).`);
});

test('a start that ends leaves alone what another has put there', async () => {
  const dataDir = join(folder, 'data');
  const [one = contenders[0]] = contenders.splice(0, 1);
  if (!one) throw new Error('There is no contender.');
  const answer = said(one);
  one.send(dataDir);
  expect(await answer).toBe('taken');
  await writeFile(join(dataDir, 'start.pid'), '1\n');
  one.disconnect();
  await once(one, 'exit');
  expect(await readFile(join(dataDir, 'start.pid'), 'utf8')).toBe('1\n');
});
