import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { commandLineOf } from '@xunlian/machine';
import { errorCode, prepareDataDir, StartFailed } from '@xunlian/supervisor';

/** Part of the command line by which a start is told from another process that got its id later. */
const MARK = /tools\/(start|cluster)\/main\.ts/;

/**
 * Takes a data folder (made where absent) for this process alone, until it exits.
 * @returns its absolute path
 * @throws {StartFailed} when another start uses it, or it cannot be written
 */
export async function takeDataDir(wanted: string): Promise<string> {
  const dataDir = await prepareDataDir(wanted, []);
  const file = join(dataDir, 'start.pid');
  const holder = await take(file).catch((error: unknown) => {
    throw new StartFailed(`The data folder ${dataDir} cannot be taken: ${file} cannot be read or written (${errorCode(error)}).`);
  });
  if (holder !== null) throw new StartFailed(`The data folder ${dataDir} is used by another start (process ${holder}).`);
  process.once('exit', () => {
    if (contentOf(file) === mine) rmSync(file, { force: true });
  });
  return dataDir;
}

const mine = `${process.pid}\n`;

/**
 * Puts this process's id into a file, which is there from then on, whole. What somebody dead left there is replaced; of those who
 * try that at once only the one who holds `<file>.next` may, and only when the file still says what it took for dead.
 * @returns null, or the process that has the file
 */
async function take(file: string): Promise<number | null> {
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, mine);
    if (linkUnlessThere(own, file)) return null;
    const found = contentOf(file);
    const holder = Number(found);
    if (found !== null && await isStart(holder)) return holder;
    // Left by somebody who died between the next two steps, it is taken in the same way.
    const quicker = await take(`${file}.next`);
    if (quicker !== null) return quicker;
    const isStillDead = found !== null && contentOf(file) === found;
    if (isStillDead) renameSync(own, file);
    rmSync(`${file}.next`);
    return isStillDead ? null : await take(file);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Gives a file a second name, or false where something of that name is there. */
function linkUnlessThere(file: string, name: string): boolean {
  try {
    linkSync(file, name);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function isStart(holder: number): Promise<boolean> {
  return holder !== process.pid && MARK.test((await commandLineOf(holder)).join(' '));
}
