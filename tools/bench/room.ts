import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongod, type RunningMongod } from '@xunlian/mongod';
import { freePort } from '@xunlian/machine';
import { launchSystem, projectRoot, StartFailed, type System, type SystemOptions } from '@xunlian/supervisor';
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

/** Where a benchmark begins: a mongod of its own, and a temporary folder that goes with it. */
export interface Ground {
  readonly mongod: RunningMongod;
  readonly folder: string;
  /** Stops what was started, the last first, when the work is done or interrupted. Stopping twice does no harm. */
  readonly keep: <Started extends { readonly stop: () => Promise<unknown> }>(started: Started) => Started;
}

/** Begins the name of every database of a benchmark's system. */
const dbPrefix = 'bench_';
/** How often a system's minute to become ready begins again. */
const mostTries = 5;

/** Starts a mongod in a temporary folder, on a free port, and removes everything after the work. */
export async function onGround(work: (ground: Ground) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'xunlian-bench-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const keep: Ground['keep'] = (started) => {
    stops.push(() => started.stop());
    return started;
  };
  const leave = async () => {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
  };
  const interrupted = () => void leave().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const mongod = keep(await startMongod({ dataDir: join(folder, 'mongo'), port: await freePort() }));
    await work({ mongod, folder, keep });
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await leave();
  }
}

/** Starts the whole system on the ground's mongod; one started after another goes on with its records. */
export async function systemOn({ mongod, folder, keep }: Ground, settings: SystemOptions['settings'] = {}): Promise<Room> {
  const system = keep(await launchSystem({ dataDir: folder, mongoUri: mongod.uri, dbPrefix, settings, say: (line) => { console.error(line); } }));
  await readyAtLast(system);
  return { system, mongod, dbPrefix, folder, nodes: () => nodesOf(system), spent: () => spentBy([...pidsOf(system), mongod.pid]) };
}

/** A system that finds many records of another transport reads them all before it is ready, which may take more than one start's patience. */
async function readyAtLast(system: System): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await system.ready();
    } catch (error) {
      if (!(error instanceof StartFailed) || tries === mostTries) throw error;
    }
  }
}

/** Starts a mongod and the whole system in a temporary folder, on free ports, and removes everything after the work. */
export async function inRoom(work: (room: Room) => Promise<void>): Promise<void> {
  await onGround(async (ground) => work(await systemOn(ground)));
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
