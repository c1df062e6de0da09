import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames } from '@xunlian/supervisor';
import { startCluster, type Cluster } from '@xunlian/supervisor/cluster';
import { sealWith, type Cipher } from '@xunlian/store';
import { askingOf, type ServiceUnderTest } from '@xunlian/harness';
import { mongo } from 'mongoose';
import type { BundleRows } from '../src/bundleRows.ts';
import { xunlian } from '../test/command.ts';
import { generated } from '../test/bundles.ts';
import { startLinks, type Links } from './links.ts';

/** A cluster to be shot at, every line of it through a proxy, with the records of a small province in it. */
export interface Range {
  readonly cluster: Cluster;
  readonly links: Links;
  readonly province: string;
  /** The rows that it began with. */
  readonly bundle: BundleRows;
  /** The port that others are told of a process. */
  readonly told: (name: string) => number | undefined;
  /** A service's own database. */
  readonly db: (service: string) => mongo.Db;
  readonly databases: () => Promise<mongo.Db[]>;
  readonly cipher: Cipher;
  readonly client: mongo.MongoClient;
  /** What programs have said so far of versions of records that never came to them. */
  readonly missed: () => Promise<string[]>;
  readonly stop: () => Promise<void>;
}

/** How a range is made. */
export interface RangeOptions {
  readonly seed: number;
  readonly chance: () => number;
  /** Nodes of the replica set. */
  readonly mongods: number;
  /** Further variables of the environment of every program. */
  readonly settings: Readonly<Record<string, string>>;
}

const province = '450000';
const dbPrefix = 'xunlian_';
/** What lets the clock of a process be put wrong: see skewedClock.ts. */
const skewable = { 'findings-2': { NODE_OPTIONS: `--import=${new URL('skewedClock.ts', import.meta.url).href}` } };

/** A range refused records that are right, before anything was done to it. */
export class RecordsRefused extends Error {
  constructor(first = 'no reason given') {
    super(`The records of the range were not taken: ${first}`);
  }
}

/** Starts a range; nothing of it is left when that fails. */
export async function startRange({ seed, chance, mongods, settings }: RangeOptions): Promise<Range> {
  const folder = await mkdtemp(join(tmpdir(), 'xunlian-range-'));
  const links = startLinks(chance);
  const told = new Map<string, number>();
  const between = async (name: string, port: number) => {
    const proxy = await links.between(name, port);
    told.set(name, proxy);
    return proxy;
  };
  let cluster: Cluster | null = null;
  let connected: mongo.MongoClient | null = null;
  const leave = async () => {
    await connected?.close();
    await cluster?.stop();
    links.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const files = join(folder, 'bundle');
    const bundle = await generated(files, { rows: 800, seed, province });
    const started = (cluster = await startCluster({ dataDir: join(folder, 'data'), mongods, between, settings, settingsOf: 'NODE_OPTIONS' in settings ? {} : skewable }));
    const client = (connected = await new mongo.MongoClient(started.mongoUri).connect());
    const { code, out } = await xunlian(started.urls[0] ?? '', 'import', files);
    if (code !== 0) throw new RecordsRefused(out[0]);
    return {
      cluster: started, links, province, client, bundle, told: (name) => told.get(name),
      db: (service) => client.db(dbPrefix + service),
      databases: async () => {
        const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
        return databases.filter(({ name }) => name.startsWith(dbPrefix)).map(({ name }) => client.db(name));
      },
      cipher: sealWith(started.keys.seal),
      missed: () => missedIn(join(folder, 'data', 'logs')),
      stop: leave,
    };
  } catch (error) {
    await leave();
    throw error;
  }
}

/** Asks one process of a service, past all gateways and proxies. Throws when no service has a process of that name. */
export function askingProcess({ keys, url }: Cluster, process: string): ServiceUnderTest['ask'] {
  const name = serviceNames.find((service) => process.startsWith(`${service}-`));
  if (!name) throw new Error(`${process} is no process of a service.`);
  return askingOf({ name, key: keys.services[name], url: url(process) });
}

async function missedIn(logs: string): Promise<string[]> {
  const names = await readdir(logs);
  const texts = await Promise.all(names.map(async (name) => [name, await readFile(join(logs, name), 'utf8')] as const));
  return texts.flatMap(([name, text]) => text.split('\n').filter((line) => line.includes('never came')).map((line) => `${name}: ${line}`));
}
