import type { mongo, Connection } from 'mongoose';

interface ServerStatus {
  readonly oplog: { readonly earliestOptime: mongo.Timestamp };
}

/**
 * How far back MongoDB remembers changes, in seconds; null where this service may not ask, which takes the action `serverStatus`:
 * the changes themselves are everybody's, and not to be read.
 */
export async function oplogWindow(db: Connection): Promise<number | null> {
  try {
    const { oplog } = await db.getClient().db('admin').command({ serverStatus: 1, oplog: 1 }, { timeoutMS: 2_000 }) as ServerStatus;
    return Date.now() / 1_000 - oplog.earliestOptime.getHighBitsUnsigned();
  } catch {
    return null;
  }
}
