import type { Connection } from 'mongoose';

interface Entry {
  readonly wall: Date;
}

/** How far back MongoDB remembers changes, in seconds; null where this service may not ask. */
export async function oplogWindow(db: Connection): Promise<number | null> {
  try {
    const oplog = db.getClient().db('local').collection<Entry>('oplog.rs');
    const [oldest] = await oplog.find({}, { projection: { wall: 1 }, maxTimeMS: 2_000 }).sort({ $natural: 1 }).limit(1).toArray();
    return oldest ? (Date.now() - oldest.wall.getTime()) / 1_000 : null;
  } catch {
    return null;
  }
}
