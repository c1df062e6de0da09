import { join } from 'node:path';

import { foreignDatabase, prepareOwnDatabase } from './database.ts';
import type { Database } from './database.ts';
import { keepRunning } from './keepRunning.ts';
import type { Supervised } from './keepRunning.ts';
import { keepKeys } from './keys.ts';
import { launchProgram, urlOf } from './launch.ts';
import type { Surroundings } from './launch.ts';
import { choosePorts, prepareDataDir } from './layout.ts';
import { openLog } from './log.ts';
import type { Log } from './log.ts';
import { awaitReady } from './ready.ts';
import { perService, projectRoot, serviceNames } from './services.ts';
import type { ProgramName, ServiceName } from './services.ts';

/** What a system is started with. */
export interface SystemOptions {
  /** Holds keys.json, logs/, insight/ and, with a mongod of its own, mongo/. Made where absent. */
  dataDir: string;
  /** A replica set that runs already; without it the system runs a mongod of its own in the data folder. */
  mongoUri?: string;
  /** Begins the name of every database; the services' default if absent. */
  dbPrefix?: string;
  /** The gateway's port; the others follow from it or are free ones. All are free ones without it. */
  basePort?: number;
  /** Folder that holds `<name>/src/main.ts` of the gateway and every service; the project's own if absent. */
  apps?: string;
  /** Further variables of every program's environment, e.g. limits or NODE_OPTIONS. */
  settings?: Readonly<Record<string, string>>;
  /** Hears short lines for a person: deaths, warnings and errors. */
  say?: (line: string) => void;
}

/** The whole system, every program a process of its own that is started again when it dies. */
export interface System {
  /** The gateway's address, without a slash at its end. */
  url: string;
  /** Addresses of the services behind it. */
  urls: Readonly<Record<ServiceName, string>>;
  mongoUri: string;
  /** The keys requests to each service are signed with, in hex. */
  serviceKeys: Readonly<Record<ServiceName, string>>;
  /** Process ids of what runs at this moment; no mongod when somebody else runs it. */
  pids(): Readonly<Record<ProgramName, number | undefined>>;
  /**
   * Resolves when a program, or all of them, are ready.
   * @throws {StartFailed} with the reason, when one keeps dying or is not ready after a minute
   */
  ready(name?: ServiceName | 'gateway'): Promise<void>;
  /** Sends a signal and leaves the rest to the supervision. */
  kill(name: ProgramName, signal?: NodeJS.Signals): void;
  /** Stops a program by SIGTERM, starts it again and waits until it is ready. */
  restart(name: ServiceName | 'gateway'): Promise<void>;
  /** Stops the gateway, then the services, then mongod; nothing is left after 10 s. With `now`, kills everything at once. */
  stop(how?: { now: boolean }): Promise<void>;
}

/** So many deaths before it was ever ready mean that a program cannot start. */
const HOPELESS_DEATHS = 3;
const GATEWAY_GRACE_MS = 2_000;
const SERVICE_GRACE_MS = 4_000;
const MONGOD_GRACE_MS = 3_500;

interface Running {
  around: Surroundings;
  database: Database;
  programs: Record<ServiceName | 'gateway', Supervised>;
  logs: Record<ServiceName | 'gateway', Log>;
  stopping: AbortController;
}

/**
 * Starts every program at once and resolves without waiting until they are ready.
 * @throws {StartFailed} before anything was started: port in use, data folder not writable, no mongod
 */
export async function launchSystem(options: SystemOptions): Promise<System> {
  const say = options.say ?? (() => undefined);
  const dataDir = await prepareDataDir(options.dataDir);
  const [ports, keys, startDatabase] = await Promise.all([
    choosePorts(options.basePort),
    keepKeys(dataDir),
    options.mongoUri === undefined ? prepareOwnDatabase(dataDir, { say }) : foreignDatabase(options.mongoUri),
  ]);
  const database = typeof startDatabase === 'function' ? startDatabase(ports.mongod) : startDatabase;
  const apps = options.apps ?? join(projectRoot, 'apps');
  const around = { apps, dataDir, mongoUri: database.uri, dbPrefix: options.dbPrefix, ports, keys, settings: options.settings ?? {} };
  const open = (name: ProgramName) => openLog({ name, file: join(dataDir, 'logs', `${name}.log`), say });
  const logs = { ...perService(open), gateway: open('gateway') };
  const keep = (name: ServiceName | 'gateway') => keepRunning({ name, say, launch: () => launchLogged(name, around, logs[name]) });
  const programs = { ...perService(keep), gateway: keep('gateway') };
  return systemOf({ around, database, logs, programs, stopping: new AbortController() });
}

/** Starts the whole system and resolves when it is ready; when that fails, nothing is left running. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const system = await launchSystem(options);
  try {
    await system.ready();
    return system;
  } catch (error) {
    await system.stop();
    throw error;
  }
}

function launchLogged(name: ServiceName | 'gateway', around: Surroundings, log: Log) {
  const child = launchProgram(name, around);
  log.record(child);
  return child;
}

function systemOf(running: Running): System {
  const { around, database, programs } = running;
  const ready = (name: ServiceName | 'gateway') => programReady(name, running);
  return {
    url: urlOf(around.ports, 'gateway'),
    urls: perService((name) => urlOf(around.ports, name)),
    mongoUri: database.uri,
    serviceKeys: around.keys.services,
    pids: () => ({ ...perService((name) => programs[name].pid()), gateway: programs.gateway.pid(), mongod: database.process?.pid() }),
    ready: async (name) => {
      if (name) return ready(name);
      await Promise.all([database.ready(), ...[...serviceNames, 'gateway' as const].map(ready)]);
    },
    kill: (name, signal = 'SIGKILL') => (name === 'mongod' ? database.process?.kill(signal) : programs[name].kill(signal)),
    restart: async (name) => {
      await programs[name].restart();
      await ready(name);
    },
    stop: (how) => stop(running, how?.now ?? false),
  };
}

async function programReady(name: ServiceName | 'gateway', { around, programs, logs, stopping }: Running): Promise<void> {
  const before = programs[name].deaths();
  const hopeless = () => {
    if (programs[name].deaths() - before < HOPELESS_DEATHS) return undefined;
    return logs[name].lastComplaint() ?? `it died ${HOPELESS_DEATHS} times, see ${join(around.dataDir, 'logs', `${name}.log`)}`;
  };
  await awaitReady({ name, url: urlOf(around.ports, name), hopeless, signal: stopping.signal });
}

async function stop({ programs, database, logs, stopping }: Running, now: boolean): Promise<void> {
  stopping.abort();
  const { gateway, ...services } = programs;
  const grace = (ms: number) => (now ? 0 : ms);
  const stages = [
    () => gateway.stop(grace(GATEWAY_GRACE_MS)),
    () => Promise.all(Object.values(services).map((service) => service.stop(grace(SERVICE_GRACE_MS)))),
    async () => database.process?.stop(grace(MONGOD_GRACE_MS)),
  ];
  if (now) await Promise.all(stages.map((stage) => stage()));
  else for (const stage of stages) await stage();
  for (const log of Object.values(logs)) log.close();
}
