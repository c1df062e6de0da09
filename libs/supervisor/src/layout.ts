import { constants, existsSync } from 'node:fs';
import { access, mkdir, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { errorCode } from './errorCode.ts';
import { freePort, isFree } from './ports.ts';
import type { ProgramName } from './services.ts';
import { StartFailed } from './startFailed.ts';

/** TCP ports of everything that listens, all on the loopback address but the gateway's. */
export type Ports = Readonly<Record<ProgramName, number>>;

const MONGOD_OFFSET = 10;

/**
 * The data folder with the folders inside that its users expect, made where absent.
 * @returns its absolute path, free of links
 * @throws {StartFailed} when it cannot be written
 */
export async function prepareDataDir(dataDir: string): Promise<string> {
  const wanted = resolve(dataDir);
  try {
    for (const folder of ['logs', 'insight', 'mongo']) await makeFolder(join(wanted, folder));
    await access(wanted, constants.W_OK);
  } catch (error) {
    throw new StartFailed(`The data folder ${wanted} cannot be written (${errorCode(error)}). Choose another with DATA_DIR.`);
  }
  return realpath(wanted);
}

/**
 * The ports of one system: the gateway's is `basePort` exactly, the others follow from it where those are free. Without
 * `basePort` all are free ones.
 * @throws {StartFailed} when somebody listens at `basePort`
 */
export async function choosePorts(basePort: number | undefined): Promise<Ports> {
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
  const gateway = await choose(0);
  return {
    gateway,
    organizations: await choose(1),
    pools: await choose(2),
    rounds: await choose(3),
    findings: await choose(4),
    rectification: await choose(5),
    insight: await choose(6),
    mongod: await choose(MONGOD_OFFSET),
  };
}

/** Not mkdir's own `recursive`: in a file system without real folders, such as /proc, that one never ends. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder);
}
