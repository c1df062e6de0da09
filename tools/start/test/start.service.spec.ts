import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xunlian-start-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const main = join(import.meta.dirname, '..', 'main.ts');

async function run(command: string[], environment: NodeJS.ProcessEnv): Promise<{ code: number | null; said: string[] }> {
  const child = spawn(process.execPath, command, { env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const said = (await Promise.all([text(child.stdout), text(child.stderr)])).join('').trim().split('\n');
  return { code: await code, said };
}

describe('npm start', () => {
  test.each([
    [{ PORT: 'gateway' }, /^The environment cannot be used\. PORT: /],
    [{ DATA_DIR: '/dev/null/data' }, /^The data folder \/dev\/null\/data cannot be written \(ENOTDIR\)\./],
    [{ DATA_DIR: '/proc/data' }, /^The data folder \/proc\/data cannot be written \(\w+\)\./],
  ])('refuses %j with one line', async (environment, line) => {
    expect(await run([main], environment)).toEqual({ code: 1, said: [expect.stringMatching(line)] });
  });

  test('refuses a data folder that another start uses', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', main], { stdio: 'ignore' });
    await writeFile(join(folder, 'start.pid'), `${other.pid}\n`);
    const line = `The data folder ${folder} is used by another start (process ${other.pid}).`;
    expect(await run([main], { DATA_DIR: folder })).toEqual({ code: 1, said: [line] });
    other.kill();
  });
});

describe('the bootstrap', () => {
  const begin = (...args: string[]) => run([join(folder, 'tools', 'bootstrap.mjs'), ...args], { PATH: `${folder}:${process.env['PATH']}` });

  beforeEach(async () => {
    await mkdir(join(folder, 'tools', 'start'), { recursive: true });
    await copyFile(join(import.meta.dirname, '..', '..', 'bootstrap.mjs'), join(folder, 'tools', 'bootstrap.mjs'));
    await writeFile(join(folder, 'tools', 'start', 'main.ts'), 'console.log(...process.argv.slice(2)); process.exitCode = 7;');
    await writeLock('1.0.0');
    // An npm that installs what the lock file asks for, and nothing but a Node.
    const install = [`mkdir -p node_modules/.bin`, `ln -sf "${process.execPath}" node_modules/.bin/node`, 'cp package-lock.json node_modules/.package-lock.json'];
    await writeFile(join(folder, 'npm'), ['#!/bin/sh', ...install].join('\n'));
    await chmod(join(folder, 'npm'), 0o755);
  });

  const writeLock = (version: string) =>
    writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/thing': { version } } }));

  test('installs what is missing, and only then; arguments and exit code pass through', async () => {
    expect(await begin('start', 'one', 'two')).toEqual({ code: 7, said: ['one two', 'installing packages …'] });
    expect(await begin('start', 'one', 'two')).toEqual({ code: 7, said: ['one two'] });
    await writeLock('1.0.1');
    expect(await begin('start')).toEqual({ code: 7, said: ['installing packages …'] });
  });

  test('says in one line that npm is missing', async () => {
    await rm(join(folder, 'npm'));
    const { code, said } = await run([join(folder, 'tools', 'bootstrap.mjs'), 'start'], { PATH: folder });
    expect({ code, said: said.at(-1) }).toEqual({ code: 1, said: expect.stringMatching(/^npm is missing/) as unknown });
  });
});
