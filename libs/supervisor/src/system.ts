import { join } from 'node:path';

import { tellAddress } from './address.ts';
import { foreignDatabase, prepareMongod } from './database.ts';
import type { Database } from './database.ts';
import { startFleet } from './fleet.ts';
import type { Fleet } from './fleet.ts';
import type { Left } from './keepRunning.ts';
import { keepKeys } from './keys.ts';
import { urlAt } from './launch.ts';
import type { Instance, Surroundings } from './launch.ts';
import { choosePorts, prepareDataDir, systemOffsets } from './layout.ts';
import { perService, projectRoot } from './services.ts';
import type { ProgramName, ServiceName } from './services.ts';
import { stopInOrder } from './stopInOrder.ts';

/** What a system is started with. */
export interface SystemOptions {
  /** Holds keys.json, logs/, insight/ and, with a mongod of its own, mongo/ and database.json. Made where absent. */
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
   * Resolves when a program, or all of them, are ready; all wait for the database for as long as its mongod lives.
   * @throws {StartFailed} with the reason, when one keeps dying or is not ready after a minute
   */
  ready(name?: ServiceName | 'gateway'): Promise<void>;
  /** Sends a signal and leaves the rest to the supervision. */
  kill(name: ProgramName, signal?: NodeJS.Signals): void;
  /** Stops a program by SIGTERM, starts it again and waits until it is ready; gives how it left, null when it was away just then. */
  restart(name: ServiceName | 'gateway'): Promise<Left | null>;
  /** Stops the gateway, then the services, then mongod; nothing is left after 10 s. With `now`, kills everything at once. */
  stop(how?: { now: boolean }): Promise<void>;
}

/**
 * Starts every program at once and resolves without waiting until they are ready.
 * @throws {StartFailed} before anything was started: port in use, data folder not writable, no mongod
 */
export async function launchSystem(options: SystemOptions): Promise<System> {
  const say = options.say ?? (() => undefined);
  const dataDir = await prepareDataDir(options.dataDir);
  // By itself: a start that is refused has nothing left to write.
  const keys = await keepKeys(dataDir);
  const [ports, startDatabase] = await Promise.all([
    choosePorts(options.basePort, systemOffsets),
    options.mongoUri === undefined ? prepareMongod(dataDir, { name: 'mongod', folder: 'mongo', say }) : foreignDatabase(options.mongoUri),
  ]);
  const database = typeof startDatabase === 'function' ? startDatabase(ports.mongod) : startDatabase;
  await tellAddress(dataDir, database.process ? { uri: database.uri, dbPrefix: options.dbPrefix } : null);
  const apps = options.apps ?? join(projectRoot, 'apps');
  const around = { apps, dataDir, mongoUri: database.uri, dbPrefix: options.dbPrefix, urls: perService((name) => urlAt(ports[name])), keys, settings: options.settings ?? {} };
  const instance = (app: ServiceName | 'gateway'): Instance => ({ app, port: ports[app], suffix: '' });
  return systemOf(startFleet({ ...perService(instance), gateway: instance('gateway') }, around, say), database, around);
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

function systemOf(fleet: Fleet<ServiceName | 'gateway'>, database: Database, { dataDir, keys, urls }: Surroundings): System {
  return {
    url: fleet.url('gateway'),
    urls,
    mongoUri: database.uri,
    serviceKeys: keys.services,
    pids: () => ({ ...perService(fleet.pid), gateway: fleet.pid('gateway'), mongod: database.process?.pid() }),
    ready: async (name) => {
      if (name) return fleet.ready(name);
      // One after the other: what a program dies of while the database recovers says nothing about the program.
      await database.ready();
      await fleet.ready();
    },
    kill: (name, signal = 'SIGKILL') => (name === 'mongod' ? database.process?.kill(signal) : fleet.kill(name, signal)),
    restart: fleet.restart,
    async stop({ now } = { now: false }) {
      await stopInOrder(fleet, { stop: async (withinMs) => database.process?.stop(withinMs) }, now);
      await tellAddress(dataDir, null);
    },
  };
}
