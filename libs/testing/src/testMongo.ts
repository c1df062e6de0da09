import { randomBytes } from 'node:crypto';

import { mongo } from 'mongoose';

import { startTestServer } from './server.ts';
import type { TestServer } from './server.ts';

/** Databases of one spec's own. */
export interface TestMongo {
  /** What a service gets as MONGODB_URI. */
  uri: string;
  /** What a service gets as DB_PREFIX: no other spec's databases begin with it. */
  dbPrefix: string;
  /** Drops every database that begins with the prefix; stops the server if this call started it. */
  stop(): Promise<void>;
}

/**
 * Room in a MongoDB replica set for one spec: in the server at TEST_MONGODB_URI, which the test tool starts once for all
 * specs, or, for a single spec run by hand, in one started for it alone.
 */
export async function testMongo(): Promise<TestMongo> {
  const shared = process.env['TEST_MONGODB_URI'];
  const own: TestServer | null = shared ? null : await startTestServer();
  const uri = own?.uri ?? shared ?? '';
  const dbPrefix = `test_${randomBytes(6).toString('hex')}_`;
  return { uri, dbPrefix, stop: () => (own ? own.stop() : dropDatabases(uri, dbPrefix)) };
}

async function dropDatabases(uri: string, prefix: string): Promise<void> {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 10_000 });
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) if (name.startsWith(prefix)) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}
