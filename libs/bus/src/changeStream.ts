import { journalCollection, momentOf } from '@xunlian/events';
import mongoose from 'mongoose';
import { publishedFields, type PublishedRow } from './journal.ts';

const { Long, Timestamp } = mongoose.mongo;
type MongoClient = mongoose.mongo.MongoClient;

/** Where to begin: behind a token of before, or with what is committed from a moment (16 hex digits) on. */
export type Start = { readonly token: string } | { readonly from: string };

/** Rows in commit order, with the token behind them. */
export interface Tail {
  readonly rows: readonly PublishedRow[];
  readonly token: string;
  /** Everything committed up to this moment was handed out: 16 hex digits. */
  readonly through: string;
  /** Whether nothing more was there when the rows were read. */
  readonly drained: boolean;
}

interface Reply {
  readonly cursor: {
    readonly id: number | bigint | InstanceType<typeof Long>;
    readonly firstBatch?: readonly Change[];
    readonly nextBatch?: readonly Change[];
    readonly postBatchResumeToken: { readonly _data: string };
  };
}

interface Change {
  readonly fullDocument: PublishedRow;
}

/** What is followed: facts of these topics in the journals of these databases. */
interface Question {
  readonly databases: readonly string[];
  readonly topics: readonly string[];
  readonly start: Start;
}

/**
 * Follows the journals of several databases as one stream in commit order; one database by itself, which takes no right on any
 * other. It speaks the wire commands because only they tell where a batch ends, which is what `through` is known by.
 */
export async function followJournals(client: MongoClient, question: Question & { readonly size: number }) {
  const { databases, size } = question;
  const source = client.db(onlyOf(databases) ?? 'admin');
  // A cursor belongs to its session, and the driver picks another for each command unless told.
  const session = client.startSession();
  const opened = (await source.command({ aggregate: 1, pipeline: pipelineOf(question), cursor: { batchSize: 0 } }, { session })) as Reply;
  const id = opened.cursor.id instanceof Long ? opened.cursor.id : Long.fromBigInt(BigInt(opened.cursor.id));
  let drained = false;
  const more = async (most: number, wait: number) => {
    const reply = (await source.command({ getMore: id, collection: '$cmd.aggregate', batchSize: most, maxTimeMS: wait }, { session })) as Reply;
    return { rows: (reply.cursor.nextBatch ?? []).map(({ fullDocument }) => fullDocument), token: reply.cursor.postBatchResumeToken._data };
  };

  return {
    /** The next rows, or none after so many ms without news. Throws when the stream broke: follow again from the last token. */
    async next(patience: number): Promise<Tail> {
      // 1 ms after a full batch: what is there comes at once, and if nothing is, that is news too.
      const first = await more(size, drained ? patience : 1);
      const count = first.rows.length;
      // MongoDB ends a reply at 16 MB, and does not say so: only from an empty one it is known that nothing more was there.
      const further = count > 0 && count < size ? await more(size - count, 1) : null;
      drained = count < size && (further?.rows.length ?? 0) === 0;
      const token = further?.token ?? first.token;
      return { rows: [...first.rows, ...(further?.rows ?? [])], token, through: throughOf(token, drained), drained };
    },
    /** Ends the stream. A `next` that waits goes on waiting: whoever closes does not await it. */
    async close(): Promise<void> {
      await source.command({ killCursors: '$cmd.aggregate', cursors: [id] }, { session });
      await session.endSession();
    },
  };
}

function pipelineOf({ databases, topics, start }: Question): object[] {
  const origin = 'token' in start ? { resumeAfter: { _data: start.token } } : { startAtOperationTime: timestampOf(start.from) };
  // Compared in an $expr: a plain condition on `ns` would be asked of every entry of the log as well, for a third more of mongod's time an event.
  const journals = databases.map((db) => ({ db, coll: journalCollection }));
  return [
    { $changeStream: { ...(onlyOf(databases) === null ? { allChangesForCluster: true } : {}), ...origin } },
    { $match: { operationType: 'insert', 'fullDocument._id.t': { $in: topics }, $expr: { $in: ['$ns', journals] } } },
    { $project: Object.fromEntries(Object.keys(publishedFields).map((field) => [`fullDocument.${field}`, 1])) },
  ];
}

function onlyOf(databases: readonly string[]): string | null {
  return databases.length === 1 ? databases[0] ?? null : null;
}

/** A resume token begins with its cluster time (after one type byte); unless nothing more was there, commits of its moment may follow. */
function throughOf(token: string, drained: boolean): string {
  const moment = BigInt(`0x${token.slice(2, 18)}`);
  return momentOf(drained ? moment : moment - 1n);
}

/** A moment (16 hex digits) as MongoDB takes it. */
export function timestampOf(hex: string) {
  return new Timestamp(BigInt(`0x${hex}`));
}

/** The cluster's present moment: 16 hex digits. */
export async function presentMoment(client: MongoClient): Promise<string> {
  const reply = await client.db('admin').command({ ping: 1 });
  const moment: unknown = reply['operationTime'];
  if (!(moment instanceof Timestamp)) throw new Error('MongoDB is no replica set: it tells no cluster time.');
  return momentOf(moment.toBigInt());
}
