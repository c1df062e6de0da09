import { join } from 'node:path';

import { awaitPrimary, checkReplicaSet, findMongod, lastComplaint, MongodMissing, mongodUri, releaseOf, spawnMongod, stopMongodLeftBehind } from '@xunlian/mongod';

import { keepVersion, keptVersion } from './mongoVersion.ts';
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

/** A mongod of a system, to be started. */
export interface MongodPlan {
  /** Of the process, and of its log file. */
  name: string;
  /** Inside the data folder. */
  folder: string;
  say: (line: string) => void;
}

/** A start that takes longer is worth a word. */
const LONG_MS = 10_000;

/** A database that runs already. */
export function foreignDatabase(uri: string): Database {
  return { uri, ready: () => checkReplicaSet(uri).catch((error: unknown) => refuse(error instanceof Error ? error.message : String(error))) };
}

/**
 * Finds a mongod, of the release that the data folder is kept with if that can be had, and makes its folder free: one left behind by
 * a start that was killed is shut down first. The function it resolves to starts it at a port, as the only node of its set or as one
 * of those that know each other by the ports `members`.
 * @throws {StartFailed} when there is no mongod to be had
 */
export async function prepareMongod(dataDir: string, { name, folder, say }: MongodPlan): Promise<(port: number, members?: readonly number[]) => Database> {
  const dbPath = join(dataDir, folder);
  const logFile = join(dataDir, 'logs', `${name}.log`);
  const kept = await keptVersion(dataDir);
  const needed = kept === undefined ? '' : ` The data in ${dbPath} needs MongoDB ${releaseOf(kept)}.`;
  const [{ command, version }, wasLeftBehind] = await Promise.all([
    findMongod({ say, version: kept }).catch((error: unknown) => {
      throw error instanceof MongodMissing ? new StartFailed(error.message + needed) : error;
    }),
    stopMongodLeftBehind(dbPath),
  ]);
  if (wasLeftBehind) say(`stopped the ${name} that an earlier start left behind`);
  const hint = kept === undefined || releaseOf(version) === releaseOf(kept) ? '' : ` (this is MongoDB ${version}).${needed}`;
  return (port, members = [port]) => {
    const died = new AbortController();
    const launch = () => spawnMongod({ command, dbPath, port, logFile }).once('exit', () => died.abort());
    const mongod = keepRunning({ name, launch, say });
    const explain = async (error: unknown) => refuse(`${name} does not start: ${(await lastComplaint(logFile)) ?? String(error)}${hint}`);
    const ready = async () => {
      const patience = setTimeout(() => say(`${name} takes its time: after a crash it recovers first, which may take minutes; see ${logFile}`), LONG_MS);
      await awaitPrimary(port, { signal: died.signal, members }).catch(explain).finally(() => clearTimeout(patience));
      if (kept === undefined) await keepVersion(dataDir, version, say);
    };
    return { uri: mongodUri(...members), process: mongod, ready };
  };
}

function refuse(reason: string): Promise<never> {
  return Promise.reject(new StartFailed(reason));
}
