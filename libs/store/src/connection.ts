import './driver.ts';
import { momentOf } from '@xunlian/events';
import mongoose from 'mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { transactionRetried } from './occurrences.ts';
import { endOrphans } from './orphans.ts';

/** A service's own database. */
export type Database = Connection;

/** Every write is on a majority's disk before anybody hears of it. */
const durable = { w: 'majority', journal: true } as const;

/** A service's own database; throws when no server answers within 10 s. */
export async function openDatabase(uri: string, name: string): Promise<Connection> {
  const db = mongoose.createConnection(uri, {
    dbName: name,
    writeConcern: durable,
    serverSelectionTimeoutMS: 10_000,
    maxPoolSize: 20,
    autoIndex: false,
    autoCreate: false,
  });
  return db.asPromise();
}

/** Result of a transaction with the moment of its commit: 16 hex digits, ordered as text. */
export interface Committed<Result> {
  readonly result: Result;
  readonly at: string;
}

const duplicateKey = 11000;
const attempts = 5;
/** Milliseconds: who is in the way for longer may be a process that is no more. */
const longestInTheWay = 200;

/**
 * Runs the work in one transaction. The work may run again when another transaction got in its way, so it changes
 * nothing outside the session. A key that somebody else inserted meanwhile counts as such.
 */
export async function inTransaction<Result>(db: Connection, work: (session: ClientSession) => Promise<Result>): Promise<Committed<Result>> {
  let [runs, lookedAt] = [0, performance.now()];
  const counted = async (session: ClientSession) => {
    runs += 1;
    if (runs > 1) transactionRetried.tell({});
    if (runs > 1 && performance.now() - lookedAt > longestInTheWay) {
      // Without it, the server ends them itself, only later.
      await endOrphans(db).catch(() => undefined);
      lookedAt = performance.now();
    }
    return work(session);
  };
  for (let attempt = 1; ; attempt += 1) {
    const session = await db.startSession();
    try {
      const result = await session.withTransaction(counted, { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', j: true } });
      return { result, at: momentOf(session.operationTime?.toBigInt()) };
    } catch (error) {
      if (attempt === attempts || !isDuplicateKey(error)) throw error;
    } finally {
      await session.endSession();
    }
  }
}

/** An error upon which a transaction begins again, with a later view of the database. */
export function startAgain(message: string): Error {
  const error = new mongoose.mongo.MongoError(message);
  error.addErrorLabel('TransientTransactionError');
  return error;
}

function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === duplicateKey;
}
