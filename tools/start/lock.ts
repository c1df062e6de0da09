import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { commandLineOf } from '@xunlian/machine';
import { prepareDataDir, StartFailed } from '@xunlian/supervisor';

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
  const holder = holderIn(file);
  if (holder !== null && holder !== process.pid && MARK.test(await commandLineOf(holder))) {
    throw new StartFailed(`The data folder ${dataDir} is used by another start (process ${holder}).`);
  }
  if (holder !== null) rmSync(file, { force: true });
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
  } catch {
    throw new StartFailed(`The data folder ${dataDir} is used by another start.`);
  }
  process.once('exit', () => rmSync(file, { force: true }));
  return dataDir;
}

function holderIn(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
