import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongod, type RunningMongod } from '@xunlian/mongod';
import { freePort, projectRoot, startSystem, type System } from '@xunlian/supervisor';
import { cpuSeconds, type Pids } from './processes.ts';

/** A system of its own for one benchmark, empty at first. */
export interface Room {
  readonly system: System;
  /** Goes on when the system is stopped. */
  readonly mongod: RunningMongod;
  /** Begins the name of every database. */
  readonly dbPrefix: string;
  readonly folder: string;
  /** Every Node process: gateway, services, and this one, which supervises them as `npm start` does. */
  readonly nodes: () => Pids;
  /** Processor time in seconds that the system has spent so far: gateway, services and mongod. */
  readonly spent: () => number;
}

/** Starts a mongod and the whole system in a temporary folder, on free ports, and removes everything after the work. */
export async function inRoom(work: (room: Room) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'xunlian-bench-'));
  const dbPrefix = 'bench_';
  const mongod = await startMongod({ dataDir: join(folder, 'mongo'), port: await freePort() });
  const system = await startSystem({ dataDir: folder, mongoUri: mongod.uri, dbPrefix, say: (line) => { console.error(line); } });
  const leave = async () => {
    await system.stop();
    await mongod.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const interrupted = () => void leave().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    await work({ system, mongod, dbPrefix, folder, nodes: () => nodesOf(system), spent: () => spentBy([...pidsOf(system), mongod.pid]) });
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await leave();
  }
}

function pidsOf(system: System): number[] {
  return Object.values(system.pids()).filter((pid) => pid !== undefined);
}

function spentBy(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

function nodesOf(system: System): Pids {
  const { mongod: _, ...programs } = system.pids();
  return { ...programs, supervisor: process.pid };
}

/** Writes a bundle of roughly so many rows, four fifths of them findings, and resolves with its folder. */
export async function bundleOf(rows: number, { folder, province = '440000' }: { folder: string; province?: string }): Promise<string> {
  const bundle = join(folder, `bundle-${province}`);
  await finished(node('tools/bundle/main.ts', bundle, '--rows', String(rows), '--province', province), 'The generator of bundles');
  return bundle;
}

/** Imports a bundle through the command, as a person would; `started` hears of its process. Throws when a row is refused. */
export async function importInto(system: System, bundle: string, started: (pid: number) => void = () => undefined): Promise<void> {
  const command = spawn(process.execPath, ['apps/cli/src/main.ts', 'import', bundle], {
    cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, XUNLIAN_URL: system.url },
  });
  if (command.pid !== undefined) started(command.pid);
  await finished(command, 'The import');
}

function node(...argv: string[]): ChildProcess {
  return spawn(process.execPath, argv, { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function finished(child: ChildProcess, what: string): Promise<void> {
  const code = await once(child, 'exit').then(([status]: unknown[]) => status);
  if (code !== 0) throw new Error(`${what} ended with code ${String(code)}.`);
}
