import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealWith, type Cipher } from '@xunlian/store';
import { startSystem, type System } from '@xunlian/harness';
import { testMongo } from '@xunlian/testing';
import { mongo } from 'mongoose';
import { xunlian, type Ended } from './command.ts';

/** A whole system of one spec's own, and what it takes to look into it from outside. */
export interface Started {
  readonly system: System;
  /** Holds `data` (the system's own) and whatever the spec puts beside it. */
  readonly folder: string;
  readonly dataDir: string;
  /** Tells an operator's programs where the databases are. */
  readonly place: Place;
  /** A service's own database. */
  readonly db: (service: string) => mongo.Db;
  /** Every database of the system. */
  readonly databases: () => Promise<mongo.Db[]>;
  /** What the services of this system seal with. */
  readonly cipher: Cipher;
  /** Runs the command of this system. */
  readonly xunlian: (...words: string[]) => Promise<Ended>;
  /** Stops the programs; what they kept can still be looked at. */
  readonly stopPrograms: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The environment that names a system's databases and keys. */
export type Place = Readonly<Record<'MONGODB_URI' | 'DB_PREFIX' | 'DATA_DIR', string>>;

/** What may happen on the way to a running system. */
interface Beginning {
  /** Puts something before the MongoDB. */
  readonly through?: (uri: string) => Promise<string>;
  /** Before any program runs; the data folder is there. */
  readonly before?: (place: Place) => Promise<unknown>;
  /** What every program is told beside what it is told anyway. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts an empty system with databases and a data folder of its own. */
export async function startEmpty({ through = (uri) => Promise.resolve(uri), before, settings = {} }: Beginning = {}): Promise<Started> {
  const [room, folder] = await Promise.all([testMongo(), mkdtemp(join(tmpdir(), 'xunlian-stories-'))]);
  const dataDir = join(folder, 'data');
  const place = { MONGODB_URI: room.uri, DB_PREFIX: room.dbPrefix, DATA_DIR: dataDir };
  const leave = async () => {
    await room.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const start = async () => {
    await mkdir(dataDir);
    await before?.(place);
    return startSystem({ dataDir, mongoUri: await through(room.uri), dbPrefix: room.dbPrefix, settings });
  };
  const system = await start().catch(async (error: unknown) => {
    await leave();
    throw error;
  });
  const client = await new mongo.MongoClient(room.uri).connect();
  return {
    system, folder, dataDir, place,
    db: (service) => client.db(room.dbPrefix + service),
    databases: async () => {
      const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
      return databases.filter(({ name }) => name.startsWith(room.dbPrefix)).map(({ name }) => client.db(name));
    },
    cipher: sealWith(await sealKeyIn(dataDir)),
    xunlian: (...words) => xunlian(system.url, ...words),
    stopPrograms: () => system.stop(),
    stop: async () => {
      await system.stop();
      await client.close();
      await leave();
    },
  };
}

async function sealKeyIn(dataDir: string): Promise<string> {
  const { seal } = JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8')) as { seal: string };
  return seal;
}
