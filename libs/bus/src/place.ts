import type { PublishedRow } from './journal.ts';
import type { Cursor } from './port.ts';

/** What a cursor's token says: how far the sweep of a journal got, or where the change stream goes on. */
export type Place =
  | { readonly sweep: { readonly from: string; readonly database: string; readonly after: PublishedRow['_id'] | null } }
  | { readonly stream: string };

/** Where a cursor stands. */
export function placeOf({ token }: Cursor): Place {
  return JSON.parse(token) as Place;
}

/** Whether one place is past another. Of a sweep it is not known what was committed since it began: it passes nothing, and nothing passes it. */
export function hasPassed(mine: Cursor | null, theirs: Cursor | null): boolean {
  return mine !== null && theirs !== null && [mine, theirs].every((cursor) => 'stream' in placeOf(cursor)) && mine.through >= theirs.through;
}
