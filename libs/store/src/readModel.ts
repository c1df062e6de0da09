import type { Envelope, Topic } from '@xunlian/events';
import { Schema, type Collection, type Connection } from 'mongoose';
import type { Owned } from '@xunlian/shared';
import type { Source } from './kind.ts';

/** A row of a read model: what a service keeps of a record that another service owns. */
export type KeptRow = { readonly _id: string; readonly version: number } & Readonly<Record<string, unknown>>;

/** What a service keeps of one topic of another service. */
export interface ReadModel<Ref extends Owned> extends Source<Ref> {
  readonly topic: Topic;
  readonly name: string;
  readonly schema: Schema;
  readonly collection: Collection<KeptRow>;
  /** The row after an event; the same row when it has seen that version. */
  readonly project: (row: KeptRow | null, event: Envelope<object>) => KeptRow;
}

/** Keeps the named fields of a topic's records, one row a subject; `indexed` fields can be looked up by. */
export function readModel<Ref extends Owned>(
  db: Connection,
  topic: Topic,
  keep: { readonly fields: readonly (keyof Ref & string)[]; readonly indexed?: readonly (keyof Ref & string)[] },
): ReadModel<Ref> {
  const name = `heard.${topic.name}`;
  const schema = new Schema({ _id: String, version: Number }, { strict: false, versionKey: false });
  for (const field of keep.indexed ?? []) schema.index({ [field]: 1 });
  const collection = db.collection<KeptRow>(name);
  return {
    topic, name, schema, collection,
    project: (row, event) => projectRow(keep.fields, row, event),
    find: async (codes, session) => {
      if (codes.length === 0) return new Map();
      return byCode<Ref>(await collection.find({ _id: { $in: [...codes] } }, { session }).toArray());
    },
  };
}

/** Each event writes its own fields; an event the row has seen changes nothing, since delivery is at least once. */
export function projectRow(fields: readonly string[], row: KeptRow | null, event: Envelope<object>): KeptRow {
  if (row && row.version >= event.version) return row;
  const written = Object.entries(event.data).filter(([field]) => fields.includes(field));
  return { ...row, ...Object.fromEntries(written), _id: event.subject, version: event.version };
}

/** Rows as records of the owning service, by code. */
export function byCode<Ref extends Owned>(rows: readonly KeptRow[]): ReadonlyMap<string, Ref> {
  // A row holds the fields that the read model was declared with, as the contract of its topic types them.
  return new Map(rows.map(({ _id, version: _version, ...fields }) => [_id, { ...fields, code: _id } as Ref]));
}
