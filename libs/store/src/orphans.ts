import type { Connection, mongo } from 'mongoose';

/** An open connection or an idle transaction, as the server lists them. */
interface Listed {
  readonly type: 'op' | 'idleSession';
  /** Of an idle transaction: the one it was last heard on. */
  readonly connectionId?: number;
  readonly session?: mongo.UUID;
  readonly idleMicros?: number;
}

/** A transaction that is idle for less may have begun on a connection that was not open yet when connections were listed. */
const idleMicros = 100_000;
/** Milliseconds. */
const patience = 1_000;

const looks = new WeakMap<Connection, Promise<number>>();

/** Ends transactions whose connection is gone; all who ask at the same time share one look. Gives how many there were. */
export function endOrphans(db: Connection): Promise<number> {
  const look = looks.get(db) ?? lookForOrphans(db).finally(() => looks.delete(db));
  looks.set(db, look);
  return look;
}

/** Who was killed in the middle of a transaction neither commits nor aborts it, and until the server gives it up, after seconds, nobody can write to what it had written to. */
async function lookForOrphans(db: Connection): Promise<number> {
  const admin = db.getClient().db('admin');
  const listed = await admin.aggregate<Listed>([
    { $currentOp: { idleConnections: true, idleSessions: true } },
    { $project: { type: 1, connectionId: 1, session: '$lsid.id', idleMicros: '$transaction.timeInactiveMicros' } },
  ], { timeoutMS: patience }).toArray();
  const open = new Set(listed.flatMap(({ type, connectionId }) => (type === 'op' ? [connectionId] : [])));
  const orphans = listed.filter((one) => one.type === 'idleSession' && (one.idleMicros ?? 0) > idleMicros && !open.has(one.connectionId));
  if (orphans.length > 0) await admin.command({ killSessions: orphans.map(({ session }) => ({ id: session })) }, { timeoutMS: patience });
  return orphans.length;
}
