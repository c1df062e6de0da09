import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealWith, type Cipher } from '@xunlian/store';
import { startSystem, testMongo, type System } from '@xunlian/testing';
import { mongo } from 'mongoose';
import { xunlian, type Ended } from './command.ts';

/** A whole system of one spec's own, and what it takes to look into it from outside. */
export interface Started {
  readonly system: System;
  /** Holds `data` (the system's own) and whatever the spec puts beside it. */
  readonly folder: string;
  readonly dataDir: string;
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

/** Starts an empty system with databases and a data folder of its own; `through` may put something before the MongoDB. */
export async function startEmpty(through: (uri: string) => Promise<string> = (uri) => Promise.resolve(uri)): Promise<Started> {
  const [room, folder] = await Promise.all([testMongo(), mkdtemp(join(tmpdir(), 'xunlian-stories-'))]);
  const dataDir = join(folder, 'data');
  const leave = async () => {
    await room.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const system = await startSystem({ dataDir, mongoUri: await through(room.uri), dbPrefix: room.dbPrefix }).catch(async (error: unknown) => {
    await leave();
    throw error;
  });
  const client = await new mongo.MongoClient(room.uri).connect();
  return {
    system, folder, dataDir,
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
