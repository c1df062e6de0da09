// A front door of its own: who runs one system on one machine need not load what speaks to Kafka.
import { join } from 'node:path';

import { tellAddress } from './address.ts';
import { startFleet } from './fleet.ts';
import type { Fleet } from './fleet.ts';
import { startFoundation } from './foundation.ts';
import type { Foundation } from './foundation.ts';
import type { Left } from './keepRunning.ts';
import { keepKeys } from './keys.ts';
import type { InstallationKeys } from './keys.ts';
import { urlAt } from './launch.ts';
import type { Instance } from './launch.ts';
import { choosePorts, prepareDataDir } from './layout.ts';
import { perService, projectRoot, serviceNames } from './services.ts';
import { stopInOrder } from './stopInOrder.ts';

/** What a cluster is started with. */
export interface ClusterOptions {
  /** Holds keys.json, database.json, logs/, insight/, kafka/ and a folder for each mongod. Made where absent. */
  dataDir: string;
  /** Of the first gateway; the other ports follow from it or are free ones. */
  basePort?: number;
  /** Nodes of the replica set: 3 unless given. */
  mongods?: number;
  /** Puts something between who listens at a port and those who are told where: gives the port that they are told. */
  between?: (name: string, port: number) => Promise<number>;
  /** Further variables of the environment of every gateway and service. */
  settings?: Readonly<Record<string, string>>;
  /** The same of one process by its name. */
  settingsOf?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  say?: (line: string) => void;
}

/** The processes of several machines on one: the nodes of a replica set, a Kafka broker, two of each service, two gateways. */
export interface Cluster {
  /** Addresses of the gateways, without a slash at their end. */
  readonly urls: readonly string[];
  readonly mongoUri: string;
  /** KAFKA_BROKERS of every process. */
  readonly brokers: string;
  readonly keys: InstallationKeys;
  /** Every gateway and service: `findings-2`. */
  readonly programs: readonly string[];
  /** Every node of the replica set: `mongod-1`. */
  readonly nodes: readonly string[];
  /** Of a program, a node of the set (`mongod-1`) or the broker (`kafka`). */
  readonly pid: (name: string) => number | undefined;
  /** Address that a program itself listens at. */
  readonly url: (name: string) => string;
  /** Resolves when a program, or all of them, are ready. */
  readonly ready: (name?: string) => Promise<void>;
  /** Sends a signal and leaves the rest to the supervision. */
  readonly kill: (name: string, signal?: NodeJS.Signals) => void;
  /** Stops a program by SIGTERM, starts it again and waits until it is ready; gives how it left, null when it was away just then. */
  readonly restart: (name: string) => Promise<Left | null>;
  /** Stops a node of the set or the broker until it is begun again; by SIGKILL with `now`. */
  readonly halt: (name: string, how?: { now: boolean }) => Promise<void>;
  readonly begin: (name: string) => Promise<void>;
  /** Stops the gateways, then the services, then the broker and the nodes; nothing is left after 10 s. With `now`, kills everything at once. */
  readonly stop: (how?: { now: boolean }) => Promise<void>;
}

const PART_GRACE_MS = 5_000;
const twice = [1, 2] as const;
const apps = ['gateway', ...serviceNames] as const;
const programs = apps.flatMap((app) => twice.map((number) => `${app}-${number}`));

/**
 * Starts a cluster and resolves when all of it is ready; when that fails, nothing is left running.
 * @throws {StartFailed} port in use, data folder not writable, no mongod, no Java, or a process that does not become ready
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { say = () => undefined, between = (_, port) => Promise.resolve(port) } = options;
  const mongods = Array.from({ length: options.mongods ?? 3 }, (_, place) => `mongod-${place + 1}`);
  const dataDir = await prepareDataDir(options.dataDir, [...mongods, 'kafka']);
  const ports = await choosePorts(options.basePort, offsetsOf(mongods));
  const keys = await keepKeys(dataDir);
  const portOf = (name: string) => ports[name] ?? 0;
  const told = new Map(await Promise.all(Object.keys(ports).map(async (name) => [name, await between(name, portOf(name))] as const)));
  const toldOf = (name: string) => told.get(name) ?? 0;
  const foundation = await startFoundation({ dataDir, mongods, ports: portOf, told: toldOf, say });
  let fleet: Fleet<string> | null = null;
  try {
    await foundation.ready();
    const around = {
      apps: join(projectRoot, 'apps'), dataDir, mongoUri: foundation.mongoUri, dbPrefix: undefined, keys,
      urls: perService((name) => twice.map((number) => urlAt(toldOf(`${name}-${number}`))).join('|')),
      settings: { KAFKA_BROKERS: foundation.brokers, ...options.settings },
    };
    fleet = startFleet(instancesAt(portOf, options.settingsOf ?? {}), around, say);
    await fleet.ready();
    await tellAddress(dataDir, { uri: foundation.mongoUri, dbPrefix: undefined });
    return clusterOf(fleet, foundation, { dataDir, keys, urls: twice.map((number) => urlAt(toldOf(`gateway-${number}`))) });
  } catch (error) {
    await fleet?.stop(true);
    await foundation.stop(PART_GRACE_MS);
    throw error;
  }
}

/** How far the ports of all processes lie behind the first gateway's. */
function offsetsOf(mongods: readonly string[]): Record<string, number> {
  const offsets = apps.flatMap((app, place) => twice.map((number) => [`${app}-${number}`, place + (number - 1) * 10] as const));
  return Object.fromEntries([...offsets, ...mongods.map((name, place) => [name, 20 + place] as const), ['kafka', 30], ['controller', 31]]);
}

function instancesAt(portOf: (name: string) => number, settingsOf: NonNullable<ClusterOptions['settingsOf']>): Record<string, Instance> {
  return Object.fromEntries(apps.flatMap((app) => twice.map((number) => {
    const name = `${app}-${number}`;
    return [name, { app, port: portOf(name), suffix: `-${number}`, settings: { KAFKA_GROUP_INSTANCE_ID: name, ...settingsOf[name] } }] as const;
  })));
}

function clusterOf(fleet: Fleet<string>, foundation: Foundation, { dataDir, keys, urls }: Pick<Cluster, 'keys' | 'urls'> & { readonly dataDir: string }): Cluster {
  const { parts, mongoUri, brokers } = foundation;
  return {
    urls, mongoUri, brokers, keys, programs,
    nodes: Object.keys(parts).filter((name) => name !== 'kafka'),
    pid: (name) => parts[name]?.pid() ?? fleet.pid(name),
    url: fleet.url,
    ready: fleet.ready,
    kill: (name, signal = 'SIGKILL') => (name in parts ? parts[name]?.kill(signal) : fleet.kill(name, signal)),
    restart: fleet.restart,
    halt: async (name, how) => parts[name]?.stop(how?.now ? 0 : PART_GRACE_MS),
    begin: async (name) => void (await parts[name]?.restart()),
    stop: async ({ now } = { now: false }) => {
      await stopInOrder(fleet, foundation, now);
      await tellAddress(dataDir, null);
    },
  };
}
