import { journalCollection, type Envelope } from '@xunlian/events';
import mongoose from 'mongoose';
import type { Bell } from './bell.ts';
import { followJournals, presentMoment, timestampOf, type Start, type Tail } from './changeStream.ts';
import { envelopeOf, publishedFields, type PublishedRow } from './journal.ts';
import { digestOf, placeOf, type Place } from './place.ts';
import type { Cursor } from './port.ts';

/** What was read: events as they came, and the cursor behind them. */
export interface Step {
  readonly events: readonly Envelope[];
  readonly cursor: Cursor;
}

/** How long to go on reading, and how long to wait for news before saying that there are none. */
export interface Reading {
  readonly signal: AbortSignal;
  /** In ms: short while something happens, so that who waits for a moment soon learns that it has passed. */
  readonly patience: () => number;
  /** Ends the wait for news at once, so that it is asked whether there are any. */
  readonly bell: Bell;
}

/** What is read: facts of these topics in the journals of these databases, at most so many at once; fewer when they are heavy. */
export interface Journals extends Reading {
  readonly client: mongoose.mongo.MongoClient;
  readonly databases: readonly string[];
  readonly topics: readonly string[];
  readonly size: number;
}

/** It begins behind what is wanted; it no longer holds the change that a token names, or never did. */
const historyLost: ReadonlySet<unknown> = new Set([286, 280]);
const beginning = '0'.repeat(16);

/**
 * Everything behind a cursor of the same topics, without end: first a sweep of the journals from their beginning, if there is no cursor or the
 * server has forgotten its place, then the change stream from the moment before that sweep. Throws when the source failed,
 * and at once when the signal comes.
 */
export async function* journalSteps(journals: Journals, cursor: Cursor | null): AsyncGenerator<Step, never, void> {
  let place = cursor && placeOf(cursor);
  let through = cursor?.through ?? beginning;
  for (;;) {
    let start: Start;
    if (place && 'stream' in place) start = { token: place.stream };
    else {
      const from: string = place?.sweep.from ?? (await presentMoment(journals.client));
      yield* sweep(journals, { from, through, stood: place?.sweep ?? null });
      start = { from };
    }
    try {
      for await (const step of follow(journals, start)) {
        through = step.cursor.through;
        yield step;
      }
    } catch (error) {
      if (!isHistoryLost(error)) throw error;
      place = null;
    }
  }
}

/** Whether the server no longer remembers the changes behind a place. */
export function isHistoryLost(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && historyLost.has(error.code);
}

async function* follow(journals: Journals, start: Start): AsyncGenerator<Step, void, void> {
  const of = digestOf(journals.topics);
  for (let from = start; ; ) {
    for await (const { rows, token, through } of tails(journals, from)) {
      from = { token };
      yield { events: rows.map(envelopeOf), cursor: { token: JSON.stringify({ stream: token, of } satisfies Place), through } };
    }
  }
}

/** What a change stream hands out from a start on, until the bell rings while it has no news: MongoDB answers a new one at once. */
async function* tails({ client, databases, topics, size, patience, ...ends }: Journals, start: Start): AsyncGenerator<Tail, void, void> {
  const stream = await followJournals(client, { databases, topics, start, size });
  try {
    for (let tail: Tail | null; (tail = await unlessEnded(stream.next(patience()), ends)); ) yield tail;
  } finally {
    void stream.close().catch(() => undefined);
  }
}

/** What a promise gives; null when the bell rings before. Throws when the signal comes before. The promise is then left to itself. */
function unlessEnded<Value>(promise: Promise<Value>, { signal, bell }: Pick<Reading, 'signal' | 'bell'>): Promise<Value | null> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('The feed stops.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const forget = bell.hear(() => resolve(null));
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
      forget();
    });
  });
}

interface Sweep {
  /** The moment from which the change stream goes on afterwards. */
  readonly from: string;
  /** What was taken before stays taken. */
  readonly through: string;
  readonly stood: { readonly database: string; readonly after: PublishedRow['_id'] | null } | null;
}

/** Journals from their beginning or from where the sweep stood, each subject's facts in order. */
async function* sweep({ client, databases, topics, size }: Journals, { from, through, stood }: Sweep): AsyncGenerator<Step, void, void> {
  const of = digestOf(topics);
  // What a majority is known to have may lie behind `from`: a fact of between would be in neither the sweep nor the stream.
  const session = client.startSession({ causalConsistency: true });
  session.advanceOperationTime(timestampOf(from));
  try {
    for (const database of databases.slice(stood ? databases.indexOf(stood.database) : 0)) {
      // Of a majority: what another node has not seen may still be undone.
      const journal = client.db(database).collection<PublishedRow>(journalCollection, { readConcern: { level: 'majority' } });
      let after = database === stood?.database ? stood.after : null;
      for (;;) {
        const { rows, isCut } = await firstReply(journal
          .find({ ...(after ? { _id: { $gt: after } } : {}), '_id.t': { $in: [...topics] } }, { projection: publishedFields, session, batchSize: size })
          .sort({ _id: 1 }).limit(size));
        after = rows.at(-1)?._id ?? after;
        const token = JSON.stringify({ sweep: { from, database, after }, of } satisfies Place);
        yield { events: rows.map(envelopeOf), cursor: { token, through } };
        if (rows.length < size && !isCut) break;
      }
    }
  } finally {
    await session.endSession();
  }
}

/** Rows of one reply, which MongoDB ends at 16 MB: there is memory for no more. Whether it was ended so, before the limit of its question. */
async function firstReply(cursor: mongoose.mongo.FindCursor<PublishedRow>): Promise<{ readonly rows: readonly PublishedRow[]; readonly isCut: boolean }> {
  const rows = (await cursor.hasNext()) ? cursor.readBufferedDocuments() : [];
  const isCut = cursor.id?.isZero() === false;
  await cursor.close();
  return { rows, isCut };
}
