import { setTimeout as pause } from 'node:timers/promises';

import { mongo } from 'mongoose';
import { z } from 'zod';

const SET = 'rs0';
/** How long a set is without a primary before it chooses another one: a fifth of what MongoDB waits by itself. */
const electionTimeoutMillis = 2_000;
const NOT_YET_INITIATED = 94;
const INVALID_CONFIG = 93;
const NODE_NOT_FOUND = 74;

const Config = z.looseObject({ version: z.number(), members: z.array(z.object({ host: z.string() })) });
const Answer = z.object({ config: Config });

/** Where clients find a set of so many nodes, by their ports. They may connect before it has a primary: they wait for one. */
export const mongodUri = (...ports: readonly number[]): string => `mongodb://${ports.map(hostAt).join(',')}/?replicaSet=${SET}`;

const hostAt = (port: number): string => `127.0.0.1:${port}`;

/**
 * Makes the mongod at `port` the primary of its one-node set, or a member of the set at the ports `members`, and waits until there
 * is a primary: initiates a new data folder, and renames the members of an old one that ran on other ports.
 * After a crash a mongod may recover for minutes before it listens.
 * @throws when there is no primary within `withinMs`, or when `signal` aborts
 */
export async function awaitPrimary(port: number, { withinMs, signal = never, members = [port] }: Patience): Promise<void> {
  const deadline = withinMs === undefined ? signal : AbortSignal.any([AbortSignal.timeout(withinMs), signal]);
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/`, {
    directConnection: true,
    // Without an end of its own: `deadline` is the end.
    serverSelectionTimeoutMS: 0,
    // Whoever listens there may not be a mongod at all, and never answer.
    connectTimeoutMS: 2_000,
  });
  try {
    await refusing(deadline, client.connect());
    const admin = client.db('admin');
    while (!(await refusing(deadline, configure(admin, members.map(hostAt))))) await pause(100, undefined, { signal: deadline });
    while (!(await refusing(deadline, hasPrimary(admin, members.length)))) await pause(20, undefined, { signal: deadline });
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
  /** For ever if absent: then `signal` says when waiting is pointless. */
  withinMs?: number;
  signal?: AbortSignal;
  /** Ports by which the members of the set know each other, of the node asked too. */
  members?: readonly number[];
}

async function hasPrimary(admin: mongo.Db, members: number): Promise<boolean> {
  const hello = await admin.command({ hello: 1 });
  return members === 1 ? hello['isWritablePrimary'] === true : typeof hello['primary'] === 'string';
}

const never = new AbortController().signal;

function refusing<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('mongod did not become primary in time', { cause: signal.reason }));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort));
}

/** False when another member does not listen yet. */
async function configure(admin: mongo.Db, hosts: readonly string[]): Promise<boolean> {
  const present = await currentConfig(admin);
  const members = hosts.map((host, _id) => ({ _id, host }));
  if (!present) {
    return admin.command({ replSetInitiate: { _id: SET, members, settings: { electionTimeoutMillis } } }).then(() => true, unlessAway);
  }
  if (present.members.map(({ host }) => host).join() === hosts.join()) return true;
  // Forced, because a node that finds no member with its own address cannot vote for a change.
  await admin.command({ replSetReconfig: { ...present, version: present.version + 1, members }, force: true });
  return true;
}

function unlessAway(error: unknown): false {
  if (error instanceof mongo.MongoServerError && error.code === NODE_NOT_FOUND) return false;
  throw error;
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
