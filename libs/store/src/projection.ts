import { carries, tellMissed, type Batch, type Cursor, type Cursors, type Projection } from '@xunlian/bus';
import type { Topic } from '@xunlian/events';
import type mongoose from 'mongoose';
import type { ClientSession, Connection } from 'mongoose';
import type { Owned } from '@xunlian/shared';
import { inTransaction } from './connection.ts';
import { liveMark, type LiveMark, type LiveRows } from './generation.ts';
import type { KeptRow, ReadModel } from './readModel.ts';

interface SavedCursor extends Cursor {
  /** Of which feed, and in what. */
  readonly _id: string;
  /** Swaps that took place where the cursor stands; gone when it goes on. */
  readonly swaps?: number;
}

/** A service's feed into its read models: the rows of a batch and its cursors are one transaction. */
export function readModelProjection(db: Connection, feed: string, models: readonly ReadModel<Owned>[]): Projection {
  const saved = db.collection<SavedCursor>('cursors');
  return {
    cursors: () => feedCursors(db, feed),
    async apply({ events, cursors }) {
      const byTopic = Map.groupBy(events, ({ topic }) => topic);
      const heard = models.filter(({ topic }) => byTopic.has(topic.name));
      const { result: missed } = await inTransaction(db, async (session) => {
        const never = new Map<string, number>();
        for (const model of heard) never.set(model.topic.name, await applyTo(db, model, { events: byTopic.get(model.topic.name) ?? [], session }));
        for (const [name, cursor] of Object.entries(cursors)) {
          const _id = `${feed}/${name}`;
          const { upsertedCount } = await saved.updateOne({ _id }, forward(_id, cursor), { upsert: true, session });
          // No swap could write to a cursor that was not there: by this one of the two starts again all the same.
          if (upsertedCount > 0) for (const model of heard) await holdLive(db, model, session);
        }
        return never;
      });
      tellMissed(missed);
    },
  };
}

/** The cursors of a feed by name, in a session if one is given, else those that nothing can undo. */
export async function feedCursors(db: Connection, feed: string, session?: ClientSession): Promise<Cursors> {
  const found = await db.collection<SavedCursor>('cursors').find({ _id: { $gte: `${feed}/`, $lt: `${feed}0` } }, session ? { session } : { readConcern: { level: 'majority' } }).toArray();
  return Object.fromEntries(found.map(({ _id, token, through }) => [_id.slice(feed.length + 1), { token, through }]));
}

/** Keeps a feed where it stands until the transaction ends, as far as it takes one topic: a batch cannot commit as well, and starts again. */
export async function holdFeed(db: Connection, { feed, topic }: { feed: string; topic: Topic }, session: ClientSession): Promise<Cursors> {
  const cursors = await feedCursors(db, feed, session);
  const held = Object.keys(cursors).filter((name) => carries(name, topic)).map((name) => `${feed}/${name}`);
  await db.collection<SavedCursor>('cursors').updateMany({ _id: { $in: held } }, { $inc: { swaps: 1 } }, { session });
  return cursors;
}

async function holdLive(db: Connection, { read }: ReadModel<Owned>, session: ClientSession): Promise<void> {
  const { collection } = await read('_id', [], session);
  await db.collection<LiveMark>(collection).updateOne({ _id: liveMark }, { $inc: { version: 1 } }, { session });
}

/** A cursor, unless the saved one is further: whoever lost its part of a topic may still be busy with it. */
function forward(_id: string, { token, through }: Cursor) {
  return [{ $replaceWith: { $cond: [{ $gt: ['$through', through] }, '$$ROOT', { $literal: { _id, token, through } }] } }];
}

/** Events of one topic, in the transaction that takes them. */
interface Taking {
  readonly events: Batch['events'];
  readonly session: ClientSession;
}

/** Gives how many versions never came. */
async function applyTo(db: Connection, model: ReadModel<Owned>, { events, session }: Taking): Promise<number> {
  return writeRows(db, model, { events, session, found: await model.read('_id', subjectsOf(events), session) });
}

/** Takes events of a read model's topic into one of its generations, whether that is live or not, in a transaction of its own. */
export async function takeInto(db: Connection, model: ReadModel<Owned>, { collection, events }: { collection: string; events: Batch['events'] }): Promise<void> {
  await inTransaction(db, async (session) => {
    const rows = await db.collection<KeptRow>(collection).find({ _id: { $in: subjectsOf(events) } }, { session }).toArray();
    await writeRows(db, model, { events, session, found: { collection, rows } });
  });
}

function subjectsOf(events: Batch['events']): string[] {
  return [...new Set(events.map(({ subject }) => subject))];
}

async function writeRows(db: Connection, { project }: ReadModel<Owned>, { events, session, found }: Taking & { readonly found: LiveRows }): Promise<number> {
  let missed = 0;
  const before = new Map(found.rows.map((row) => [row._id, row]));
  const after = new Map<string, KeptRow>(before);
  for (const event of events) {
    const row = after.get(event.subject) ?? null;
    missed += Math.max(0, event.version - (row?.version ?? 0) - 1);
    after.set(event.subject, project(row, event));
  }
  const writes = [...after.values()].flatMap<mongoose.mongo.AnyBulkWriteOperation<KeptRow>>((row) => {
    const known = before.get(row._id);
    if (known === row) return [];
    return known ? [{ replaceOne: { filter: { _id: row._id }, replacement: row } }] : [{ insertOne: { document: row } }];
  });
  if (writes.length > 0) await db.collection<KeptRow>(found.collection).bulkWrite(writes, { session, ordered: false });
  return missed;
}
