import { journalCollection } from '@xunlian/events';
import { followJournals } from '../changeStream.ts';
import type { PublishedRow } from '../journal.ts';
import { isHistoryLost, type Journals } from '../journalSteps.ts';
import { placeOf } from '../place.ts';
import type { Cursor } from '../port.ts';

/**
 * Counts the facts of one journal that lie behind a cursor, and stops once it has so many. By the change stream itself: a row's own time says
 * when it was commanded, by the clock of whoever took the command, and not when it was committed.
 */
export async function countBehind(journals: Journals, cursor: Cursor | null, most: number): Promise<number> {
  const place = cursor && placeOf(cursor);
  if (!place || 'sweep' in place) return countRows(journals, place?.sweep.after ?? null, most);
  try {
    return await countStream(journals, place.stream, most);
  } catch (error) {
    if (!isHistoryLost(error)) throw error;
    return countRows(journals, null, most);
  }
}

async function countStream({ client, databases, topics, size }: Journals, token: string, most: number): Promise<number> {
  const stream = await followJournals(client, { databases, topics, start: { token }, size });
  try {
    for (let count = 0; ; ) {
      const { rows, drained } = await stream.next(1);
      count += rows.length;
      if (drained || count >= most) return count;
    }
  } finally {
    await stream.close();
  }
}

async function countRows({ client, databases, topics }: Journals, after: PublishedRow['_id'] | null, most: number): Promise<number> {
  const counts = databases.map((database) =>
    client.db(database).collection<PublishedRow>(journalCollection).countDocuments({ ...(after ? { _id: { $gt: after } } : {}), '_id.t': { $in: [...topics] } }, { limit: most }));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
