import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, renameSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';

import { endWithUs } from '@xunlian/machine';

import { lastComplaint } from './complaint.ts';
import { findMongod } from './find.ts';
import { awaitPrimary, mongodUri } from './replicaSet.ts';
import { stopMongodLeftBehind } from './leftBehind.ts';

/** One mongod, listening on 127.0.0.1 only. */
export interface MongodSettings {
  /** Absolute path of the executable. */
  command: string;
  /** Absolute path of an existing data folder; no link in it, so that the process can be recognised by it later. */
  dbPath: string;
  port: number;
  /** Begun anew by every start; the one before is kept as `….old`. */
  logFile: string;
  /** Upper bound of the storage engine's cache, in gigabytes; 1 if absent. */
  cacheGb?: number;
}

/** A mongod that is primary of its one-node replica set. */
export interface RunningMongod {
  uri: string;
  pid: number;
  /** Clean shutdown; resolves when the process has left. */
  stop(): Promise<void>;
}

/**
 * Starts a mongod without waiting for it. It has a process group of its own (Ctrl-C in a terminal must not reach it before
 * the services have stopped) and is shut down cleanly when the process that started it dies in whatever way.
 */
export function spawnMongod(settings: MongodSettings): ChildProcess {
  if (existsSync(settings.logFile)) renameSync(settings.logFile, `${settings.logFile}.old`);
  const mongod = spawn(settings.command, mongodArguments(settings), { stdio: 'ignore', detached: true });
  endWithUs(mongod);
  return mongod;
}

/**
 * Starts a mongod on `dataDir` (made if absent) and waits until it is primary.
 * @throws with the last complaint of its log when it cannot start
 */
export async function startMongod(options: { dataDir: string; port: number; cacheGb?: number }): Promise<RunningMongod> {
  const [{ command }] = await Promise.all([findMongod(), mkdir(options.dataDir, { recursive: true })]);
  await stopMongodLeftBehind(options.dataDir);
  const dbPath = await realpath(options.dataDir);
  const logFile = `${dbPath}.log`;
  const mongod = spawnMongod({ ...options, command, dbPath, logFile });
  const exited = new AbortController();
  const exit = once(mongod, 'exit').then(() => exited.abort(), () => exited.abort());
  try {
    await awaitPrimary(options.port, { signal: exited.signal });
  } catch (error) {
    mongod.kill('SIGKILL');
    throw new Error(`mongod does not start: ${(await lastComplaint(logFile)) ?? String(error)}`, { cause: error });
  }
  const stop = async () => {
    mongod.kill('SIGTERM');
    await exit;
  };
  return { uri: mongodUri(options.port), pid: mongod.pid ?? 0, stop };
}

function mongodArguments(settings: MongodSettings): string[] {
  return [
    ...['--replSet', 'rs0', '--bind_ip', '127.0.0.1', '--port', String(settings.port), '--dbpath', settings.dbPath],
    ...['--logpath', settings.logFile, '--quiet', '--noscripting', '--nounixsocket'],
    ...['--wiredTigerCacheSizeGB', String(settings.cacheGb ?? 1), '--oplogSize', '2048'],
    // Of so small a cache 2.5 % of changes is little: pages were written out and taken in again between checkpoints, for a tenth of what a command costs.
    ...['--wiredTigerEngineConfigString', 'eviction_dirty_target=10,eviction_dirty_trigger=25,eviction_updates_target=10,eviction_updates_trigger=20'],
    // A service killed inside a transaction must not block its successor for the default minute.
    ...['--setParameter', 'transactionLifetimeLimitSeconds=5'],
    // A node that is told to stop waits so long for others to take over, also where they all stop at once: 15 s are longer than anybody waits for it.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=1000'],
    // Sampling itself every second is nearly half of what an idle mongod costs (0.7 % of a core with, 0.4 % without).
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
  ];
}
