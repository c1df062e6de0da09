import { journalCollection } from '@xunlian/events';
import { serviceNames } from '@xunlian/supervisor';
import { mongo } from 'mongoose';

/** A collection as a system left it. */
interface Kept {
  readonly database: string;
  readonly name: string;
  readonly indexes: readonly mongo.IndexDescription[];
  readonly documents: readonly mongo.Document[];
}

/** What an import left behind: the records of every service, and their journals. */
export interface KeptRecords {
  /** Records, each of which has a journal row too. */
  readonly records: number;
  readonly collections: readonly Kept[];
}

const batchSize = 500;
const batchesAtOnce = 2;
const durable = { writeConcern: { w: 'majority', j: true } } as const;

/** Reads all records and journals of a system that has been stopped. */
export async function readBack(uri: string, dbPrefix: string): Promise<KeptRecords> {
  const client = new mongo.MongoClient(uri);
  try {
    const collections: Kept[] = [];
    for (const service of serviceNames) {
      const db = client.db(dbPrefix + service);
      for (const { name } of await db.listCollections().toArray()) {
        // What is heard from others, cursors and guards are not the import's records.
        if (name.startsWith('heard.') || ['cursors', 'guards', 'sealedReads'].includes(name)) continue;
        const indexes = (await db.collection(name).indexes()).filter((index) => index.name !== '_id_');
        collections.push({ database: service, name, indexes, documents: await db.collection(name).find().toArray() });
      }
    }
    const journals = collections.filter(({ name }) => name === journalCollection);
    return { collections, records: journals.reduce((sum, { documents }) => sum + documents.length, 0) };
  } finally {
    await client.close();
  }
}

/** Records a second that the driver alone inserts: into collections with the same indexes, and with none but the key. */
export async function insertRates(uri: string, kept: KeptRecords): Promise<number[]> {
  const client = new mongo.MongoClient(uri);
  const rates: number[] = [];
  try {
    for (const indexed of [true, false]) {
      await prepare(client, kept, indexed);
      const begun = performance.now();
      await insert(client, kept);
      rates.push(kept.records / ((performance.now() - begun) / 1000));
      for (const service of serviceNames) await client.db(baseline(service)).dropDatabase();
    }
  } finally {
    await client.close();
  }
  return rates;
}

async function prepare(client: mongo.MongoClient, { collections }: KeptRecords, indexed: boolean): Promise<void> {
  for (const { database, name, indexes } of collections) {
    const collection = await client.db(baseline(database)).createCollection(name);
    if (indexed && indexes.length > 0) await collection.createIndexes([...indexes]);
  }
}

async function insert(client: mongo.MongoClient, { collections }: KeptRecords): Promise<void> {
  const batches = collections.flatMap(({ database, name, documents }) =>
    Array.from({ length: Math.ceil(documents.length / batchSize) }, (_, number) => () =>
      client.db(baseline(database)).collection(name).insertMany(documents.slice(number * batchSize, (number + 1) * batchSize), durable)));
  await Promise.all(Array.from({ length: batchesAtOnce }, async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) await batch();
  }));
}

function baseline(service: string): string {
  return `baseline_${service}`;
}
