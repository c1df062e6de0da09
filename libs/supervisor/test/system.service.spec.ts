import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { freePort } from '@xunlian/machine';
import { findMongod, spawnMongod } from '@xunlian/mongod';

import { projectRoot, serviceNames } from '../src/services.ts';
import { startSystem } from '../src/system.ts';
import type { System } from '../src/system.ts';
import { until } from './until.ts';

let folder: string;
let system: System | undefined;
let said: string[];

const start = async (more: { basePort?: number; dataDir?: string } = {}) => {
  const say = (line: string) => said.push(line);
  system = await startSystem({ dataDir: join(folder, 'data'), apps: join(folder, 'apps'), settings: { FOLDER: folder }, say, ...more });
  return system;
};
/** Does something with a folder before all others on the PATH. */
const onPath = async <T>(bin: string, work: () => Promise<T>) => {
  const path = process.env['PATH'];
  process.env['PATH'] = `${bin}:${path}`;
  return work().finally(() => { process.env['PATH'] = path; });
};
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

beforeEach(async () => {
  said = [];
  folder = await mkdtemp(join(tmpdir(), 'xunlian-supervisor-'));
  for (const name of [...serviceNames, 'gateway']) {
    await mkdir(join(folder, 'apps', name, 'src'), { recursive: true });
    await copyFile(join(import.meta.dirname, 'program.ts'), join(folder, 'apps', name, 'src', 'main.ts'));
  }
});

afterEach(async () => {
  await system?.stop();
  system = undefined;
  await rm(folder, { recursive: true, force: true });
});

test('every program is a process of its own, and none is left after a stop', async () => {
  const { pids, stop } = await start();
  const running = Object.values(pids()).map(Number);
  expect(new Set(running.filter(isAlive)).size).toBe(8);
  await stop();
  expect(running.filter(isAlive)).toEqual([]);
});

test('a request of 3 s that a gateway has under way when everything is stopped is answered', async () => {
  const { url, stop } = await start();
  // Its headers are there: it is under way.
  const answer = await fetch(`${url}/slow`);
  await stop();
  expect(await answer.json()).toHaveProperty('SERVICE_URLS');
});

test('a program or a mongod that is killed comes back, with a line for the person who watches', async () => {
  const { kill, ready, pids } = await start();
  const before = pids();
  kill('pools');
  kill('mongod');
  await until(() => (['pools', 'mongod'] as const).every((name) => pids()[name] !== before[name] && pids()[name] !== undefined));
  await ready('pools');
  expect(said.sort()).toEqual(['mongod was ended by SIGKILL; starting it again in 0.2 s', 'pools was ended by SIGKILL; starting it again in 0.2 s']);
});

test('keys are made once, for their owner alone, and only the two services that hold sealed fields get the sealing key', async () => {
  const file = join(folder, 'data', 'keys.json');
  const { urls, serviceKeys, stop } = await start();
  const told = async (url: string): Promise<unknown> => (await fetch(url)).json();
  expect(await told(urls.findings)).toMatchObject({ SERVICE_KEY: serviceKeys.findings });
  expect(await told(urls.rectification)).toHaveProperty('SEAL_KEY');
  expect(await told(urls.pools)).not.toHaveProperty('SEAL_KEY');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await stop();
  expect((await start()).serviceKeys).toEqual(serviceKeys);
});

test('as long as it runs, its data folder says where its own mongod is, to its owner alone', async () => {
  const file = join(folder, 'data', 'database.json');
  const { mongoUri, stop } = await start();
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ uri: mongoUri });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await stop();
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

test('damaged keys are not replaced in silence', async () => {
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data', 'keys.json'), '{');
  await expect(start()).rejects.toThrow(/keys\.json cannot be read or is damaged/);
});

test('refuses a base port that somebody listens at, in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const basePort = typeof address === 'object' ? address?.port ?? 0 : 0;
  await expect(start({ basePort })).rejects.toThrow(`Port ${basePort} is in use. Choose another with PORT.`);
  other.close();
});

test('refuses a data folder that cannot be written, in one line', async () => {
  await expect(start({ dataDir: '/dev/null/data' })).rejects.toThrow(/^The data folder \/dev\/null\/data cannot be written \(ENOTDIR\)\./);
});

test('gives up on a program that keeps dying, with its own words, and leaves nothing', async () => {
  await writeFile(join(folder, 'broken-rounds'), '');
  await expect(start()).rejects.toThrow('rounds does not start: Error: rounds was made to fail');
  expect(said).toContain('rounds: Error: rounds was made to fail');
});

test('waits for a mongod that recovers, however often programs die of it meanwhile', async () => {
  const [recovered, bin] = [join(folder, 'recovered'), join(folder, 'bin')];
  const { command } = await findMongod();
  await mkdir(bin);
  const waits = ['#!/bin/sh', `case "$*" in --version) ;; *) until [ -e '${recovered}' ]; do sleep 0.05; done;; esac`, `exec '${command}' "$@"`];
  await writeFile(join(bin, 'mongod'), waits.join('\n'), { mode: 0o755 });
  await writeFile(join(folder, 'broken-pools'), '');
  const starting = onPath(bin, start);
  const deaths = () => said.filter((line) => line.startsWith('pools ended with code 1')).length;
  await Promise.race([starting, until(() => deaths() > 3)]);
  await rm(join(folder, 'broken-pools'));
  await writeFile(recovered, '');
  await starting;
});

test('keeps a data folder with the release of MongoDB that it was begun with, whatever else is found later', async () => {
  const { stop } = await start();
  expect((await readFile(join(folder, 'data', 'mongod.version'), 'utf8')).trim()).toBe((await findMongod()).version);
  await stop();
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'mongod'), '#!/bin/sh\ncase "$*" in --version) echo "db version v99.0.1";; *) exit 62;; esac\n', { mode: 0o755 });
  await onPath(bin, start);
  expect(said).toEqual([]);
});

test('shuts down a mongod that an earlier start left behind', async () => {
  const dbPath = join(folder, 'data', 'mongo');
  await mkdir(dbPath, { recursive: true });
  const { command } = await findMongod();
  const left = spawnMongod({ command, dbPath, port: await freePort(), logFile: join(folder, 'left.log') });
  const exit = once(left, 'exit');
  while ((await readFile(join(dbPath, 'mongod.lock'), 'utf8').catch(() => '')).trim() !== String(left.pid)) await pause(20);
  await start();
  await exit;
  expect(said).toEqual(['stopped the mongod that an earlier start left behind']);
});

test('nothing outlives a supervisor that is killed', async () => {
  const script = `import { startSystem } from ${JSON.stringify(join(projectRoot, 'libs/supervisor/src/index.ts'))};
    const system = await startSystem(${JSON.stringify({ dataDir: join(folder, 'data'), apps: join(folder, 'apps') })});
    console.log(Object.values(system.pids()).join(' '));`;
  const supervisor = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) => createInterface({ input: supervisor.stdout }).once('line', resolve));
  const running = line.split(' ').map(Number);
  expect(running.filter(isAlive)).toHaveLength(8);
  supervisor.kill('SIGKILL');
  await until(() => !running.some(isAlive));
});
