import type { Connection } from 'mongoose';
import { sealedRead } from './occurrences.ts';

/** Who read which sealed field of which record, in which request. */
export interface SealedRead {
  /** Collection of the record. */
  readonly kind: string;
  readonly code: string;
  readonly field: string;
  readonly by: string;
  readonly request: string;
}

/** Logs reads of sealed fields, durably. */
export async function noteSealedReads(db: Connection, reads: readonly SealedRead[]): Promise<void> {
  if (reads.length === 0) return;
  const at = new Date();
  await db.collection('sealedReads').insertMany(reads.map((read) => ({ ...read, at })));
  for (const { kind } of reads) sealedRead.tell({ kind });
}
