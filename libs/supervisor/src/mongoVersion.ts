import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { errorCode } from './errorCode.ts';

const fileIn = (dataDir: string): string => join(dataDir, 'mongod.version');

/** The version of the MongoDB that a data folder was begun with, e.g. `6.0.5`; undefined where that was not kept. */
export async function keptVersion(dataDir: string): Promise<string | undefined> {
  return /^\d+\.\d+\.\d+/.exec(await readFile(fileIn(dataDir), 'utf8').catch(() => ''))?.[0];
}

/** Keeps with a data folder the version of the MongoDB that opened it: packages and downloads come and go, and not every release opens it. */
export async function keepVersion(dataDir: string, version: string, say: (line: string) => void): Promise<void> {
  await writeFile(fileIn(dataDir), `${version}\n`).catch((error: unknown) => {
    say(`that this data is kept with MongoDB ${version} could not be written down (${errorCode(error)})`);
  });
}
