import { setTimeout as pause } from 'node:timers/promises';

import { mongo } from 'mongoose';
import { z } from 'zod';

const SET = 'rs0';
const NOT_YET_INITIATED = 94;
const INVALID_CONFIG = 93;

const Config = z.looseObject({ version: z.number(), members: z.array(z.object({ host: z.string() })) });
const Answer = z.object({ config: Config });

/**
 * Makes the mongod at `port` the primary of its one-node set and waits until it is: initiates a new data folder, and
 * renames the member of an old one that ran on another port.
 * @throws when it is not primary within `withinMs`, or when `signal` aborts
 */
export async function awaitPrimary(port: number, { withinMs = 60_000, signal = never }: Patience = {}): Promise<void> {
  const deadline = AbortSignal.any([AbortSignal.timeout(withinMs), signal]);
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/`, {
    directConnection: true,
    serverSelectionTimeoutMS: withinMs,
    // Whoever listens there may not be a mongod at all, and never answer.
    connectTimeoutMS: 2_000,
  });
  try {
    await refusing(deadline, client.connect());
    const admin = client.db('admin');
    await refusing(deadline, configure(admin, `127.0.0.1:${port}`));
    while (!(await admin.command({ hello: 1 }))['isWritablePrimary']) await pause(20, undefined, { signal: deadline });
  } finally {
    await client.close();
  }
}

/**
 * Makes sure that somebody else's MongoDB can be used.
 * @throws when it does not answer within 5 s, or is not a replica set: without one there are no transactions
 */
export async function checkReplicaSet(uri: string): Promise<void> {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const hello = await client.db('admin').command({ hello: 1 });
    if (!hello['setName']) throw new Error('it is not a replica set (start it with --replSet)');
  } catch (error) {
    throw new Error(`MONGODB_URI cannot be used: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    await client.close();
  }
}

/** How long to wait for a primary, and what ends the waiting earlier. */
export interface Patience {
  withinMs?: number;
  signal?: AbortSignal;
}

const never = new AbortController().signal;

function refusing<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('mongod did not become primary in time', { cause: signal.reason }));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort));
}

async function configure(admin: mongo.Db, host: string): Promise<void> {
  const present = await currentConfig(admin);
  const members = [{ _id: 0, host }];
  if (!present) {
    await admin.command({ replSetInitiate: { _id: SET, members } });
    return;
  }
  if (present.members.length === 1 && present.members[0]?.host === host) return;
  // Forced, because a node that finds no member with its own address cannot vote for a change.
  await admin.command({ replSetReconfig: { ...present, version: present.version + 1, members }, force: true });
}

async function currentConfig(admin: mongo.Db): Promise<z.infer<typeof Config> | null> {
  try {
    return Answer.parse(await admin.command({ replSetGetConfig: 1 })).config;
  } catch (error) {
    const code = error instanceof mongo.MongoServerError ? error.code : undefined;
    if (code === NOT_YET_INITIATED || code === INVALID_CONFIG) return null;
    throw error;
  }
}
