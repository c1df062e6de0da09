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

/**
 * Ends transactions whose connection is gone, and gives how many there were. Who was killed in the middle of one neither commits
 * nor aborts it, and until the server gives it up, after seconds, all that it had written to can be written to by nobody.
 */
export async function endOrphans(db: Connection): Promise<number> {
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
