import { constants, existsSync } from 'node:fs';
import { access, mkdir, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { freePort, isFree } from '@xunlian/machine';

import { errorCode } from './errorCode.ts';
import type { ProgramName } from './services.ts';
import { StartFailed } from './startFailed.ts';

/** How far the ports of a system lie behind the gateway's. */
export const systemOffsets: Readonly<Record<ProgramName, number>> =
  { gateway: 0, organizations: 1, pools: 2, rounds: 3, findings: 4, rectification: 5, insight: 6, mongod: 10 };

/**
 * The data folder with the folders inside that its users expect, made where absent.
 * @returns its absolute path, free of links
 * @throws {StartFailed} when it cannot be written
 */
export async function prepareDataDir(dataDir: string, folders: readonly string[] = ['mongo']): Promise<string> {
  const wanted = resolve(dataDir);
  try {
    for (const folder of ['logs', 'insight', ...folders]) await makeFolder(join(wanted, folder));
    await access(wanted, constants.W_OK);
  } catch (error) {
    throw new StartFailed(`The data folder ${wanted} cannot be written (${errorCode(error)}). Choose another with DATA_DIR.`);
  }
  return realpath(wanted);
}

/**
 * The ports of one system, all on the loopback address: each is `basePort` and its offset where that is free, and a free one
 * otherwise; offset 0 is `basePort` exactly. Without `basePort` all are free ones.
 * @throws {StartFailed} when somebody listens at `basePort`
 */
export async function choosePorts<Name extends string>(basePort: number | undefined, offsets: Readonly<Record<Name, number>>): Promise<Readonly<Record<Name, number>>> {
  if (basePort !== undefined && !(await isFree(basePort))) {
    throw new StartFailed(`Port ${basePort} is in use. Choose another with PORT.`);
  }
  const taken = new Set<number>();
  const choose = async (offset: number): Promise<number> => {
    const wanted = basePort === undefined ? undefined : basePort + offset;
    const port = wanted !== undefined && wanted < 65_536 && !taken.has(wanted) && (await isFree(wanted)) ? wanted : await freePort();
    if (taken.has(port)) return choose(offset);
    taken.add(port);
    return port;
  };
  const chosen: [string, number][] = [];
  for (const [name, offset] of Object.entries<number>(offsets)) chosen.push([name, await choose(offset)]);
  // Each name of the offsets has its port.
  return Object.fromEntries(chosen) as Record<Name, number>;
}

/** Not mkdir's own `recursive`: in a file system without real folders, such as /proc, that one never ends. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    // Another start may have made it meanwhile.
    if (errorCode(error) !== 'EEXIST') throw error;
  });
}
