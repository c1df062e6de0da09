import { createHash } from 'node:crypto';
import type { PublishedRow } from './journal.ts';
import type { Cursor } from './port.ts';

/** What a cursor's token says: how far the sweep of the journals got, or where the change stream goes on; and which topics were read. */
export type Place = { readonly of: string } & (
  | { readonly sweep: { readonly from: string; readonly database: string; readonly after: PublishedRow['_id'] | null } }
  | { readonly stream: string }
);

/** Where a cursor stands. */
export function placeOf({ token }: Cursor): Place {
  return JSON.parse(token) as Place;
}

/** What a place says of the topics that were read up to it. */
export function digestOf(topics: readonly string[]): string {
  return createHash('sha256').update([...topics].sort().join()).digest('base64url').slice(0, 12);
}

/** A cursor for who reads these topics; null if it was saved by who read others: whether all facts of these lie before it is not known. */
export function cursorFor(topics: readonly string[], cursor: Cursor | null): Cursor | null {
  return cursor && placeOf(cursor).of === digestOf(topics) ? cursor : null;
}

/** Whether one place is past another. Of a sweep it is not known what was committed since it began: it passes nothing, and nothing passes it. */
export function hasPassed(mine: Cursor | null, theirs: Cursor | null): boolean {
  const [at, past] = [mine && placeOf(mine), theirs && placeOf(theirs)];
  if (!mine || !theirs || !at || !past || !('stream' in at) || !('stream' in past)) return false;
  // A moment may hold more facts than are read at once; within it, tokens are in the order of the facts.
  return mine.through > theirs.through || (mine.through === theirs.through && at.stream >= past.stream);
}
