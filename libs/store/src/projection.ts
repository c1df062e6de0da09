import type { Batch, Cursor, Projection } from '@xunlian/bus';
import type mongoose from 'mongoose';
import type { ClientSession, Connection } from 'mongoose';
import type { Owned } from '@xunlian/shared';
import { inTransaction } from './connection.ts';
import type { KeptRow, ReadModel } from './readModel.ts';

interface SavedCursor extends Cursor {
  /** Of which feed, and in what. */
  readonly _id: string;
}

/** A service's feed into its read models: the rows of a batch and its cursors are one transaction. */
export function readModelProjection(db: Connection, feed: string, models: readonly ReadModel<Owned>[]): Projection {
  const saved = db.collection<SavedCursor>('cursors');
  const prefix = `${feed}/`;
  return {
    async cursors() {
      const found = await saved.find({ _id: { $gte: prefix, $lt: `${feed}0` } }).toArray();
      return Object.fromEntries(found.map(({ _id, token, through }) => [_id.slice(prefix.length), { token, through }]));
    },
    async apply({ events, cursors }) {
      const byTopic = Map.groupBy(events, ({ topic }) => topic);
      await inTransaction(db, async (session) => {
        for (const model of models) await applyTo(model, byTopic.get(model.topic.name) ?? [], session);
        for (const [name, cursor] of Object.entries(cursors)) await saved.updateOne({ _id: prefix + name }, forward(prefix + name, cursor), { upsert: true, session });
      });
    },
  };
}

/** A cursor, unless the saved one is further: whoever lost its part of a topic may still be busy with it. */
function forward(_id: string, { token, through }: Cursor) {
  return [{ $replaceWith: { $cond: [{ $gt: ['$through', through] }, '$$ROOT', { $literal: { _id, token, through } }] } }];
}

async function applyTo(model: ReadModel<Owned>, events: Batch['events'], session: ClientSession): Promise<void> {
  if (events.length === 0) return;
  const subjects = [...new Set(events.map(({ subject }) => subject))];
  const found = await model.collection.find({ _id: { $in: subjects } }, { session }).toArray();
  const before = new Map(found.map((row) => [row._id, row]));
  const after = new Map<string, KeptRow>(before);
  for (const event of events) {
    const row = after.get(event.subject) ?? null;
    after.set(event.subject, model.project(row, event));
  }
  const writes = [...after.values()].flatMap<mongoose.mongo.AnyBulkWriteOperation<KeptRow>>((row) => {
    const known = before.get(row._id);
    if (known === row) return [];
    return known ? [{ replaceOne: { filter: { _id: row._id }, replacement: row } }] : [{ insertOne: { document: row } }];
  });
  if (writes.length > 0) await model.collection.bulkWrite(writes, { session, ordered: false });
}
