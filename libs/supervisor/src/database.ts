import { join } from 'node:path';

import { awaitPrimary, checkReplicaSet, findMongod, lastComplaint, MongodMissing, mongodUri, spawnMongod, stopMongodLeftBehind } from '@xunlian/mongod';

import { keepRunning } from './keepRunning.ts';
import type { Supervised } from './keepRunning.ts';
import { StartFailed } from './startFailed.ts';

/** The database of a system: its own mongod, or one that somebody else runs. */
export interface Database {
  uri: string;
  /** Absent when somebody else runs it. */
  process?: Supervised;
  /** Resolves when it takes writes. */
  ready(): Promise<void>;
}

interface Hearer {
  say: (line: string) => void;
}

/** A database that runs already. */
export function foreignDatabase(uri: string): Database {
  return { uri, ready: () => checkReplicaSet(uri).catch((error: unknown) => refuse(error instanceof Error ? error.message : String(error))) };
}

/**
 * Finds a mongod and makes `folder` (inside the data folder) free for it: one left behind by a start that was killed is shut
 * down first. The function it resolves to starts it.
 * @throws {StartFailed} when there is no mongod to be had
 */
export async function prepareOwnDatabase(dataDir: string, { say }: Hearer): Promise<(port: number) => Database> {
  const folder = join(dataDir, 'mongo');
  const logFile = join(dataDir, 'logs', 'mongod.log');
  const [{ command }, wasLeftBehind] = await Promise.all([
    findMongod({ say }).catch((error: unknown) => {
      throw error instanceof MongodMissing ? new StartFailed(error.message) : error;
    }),
    stopMongodLeftBehind(folder),
  ]);
  if (wasLeftBehind) say('stopped the mongod that an earlier start left behind');
  return (port) => {
    const died = new AbortController();
    const launch = () => spawnMongod({ command, dbPath: folder, port, logFile }).once('exit', () => died.abort());
    const mongod = keepRunning({ name: 'mongod', launch, say });
    const explain = async (error: unknown) => refuse(`mongod does not start: ${(await lastComplaint(logFile)) ?? String(error)}`);
    return { uri: mongodUri(port), process: mongod, ready: () => awaitPrimary(port, { signal: died.signal }).catch(explain) };
  };
}

function refuse(reason: string): Promise<never> {
  return Promise.reject(new StartFailed(reason));
}
