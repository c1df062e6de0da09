import type { Envelope, Topic } from '@xunlian/events';
import { Schema, type ClientSession, type Connection } from 'mongoose';
import type { Owned } from '@xunlian/shared';
import { liveReader, type LiveRows } from './generation.ts';
import type { Source } from './kind.ts';

/** A row of a read model: what a service keeps of a record that another service owns. */
export type KeptRow = { readonly _id: string; readonly version: number } & Readonly<Record<string, unknown>>;

/** What a service keeps of one topic of another service. */
export interface ReadModel<Ref extends Owned> extends Source<Ref> {
  readonly topic: Topic;
  /** Name of its first collection; later generations have a number behind it. */
  readonly name: string;
  readonly schema: Schema;
  /** Rows of the live generation with one of these values in a field. */
  readonly read: (field: string, values: readonly string[], session: ClientSession) => Promise<LiveRows>;
  /** Records with one of these values in a field, by code. */
  readonly findBy: (field: keyof Ref & string, values: readonly string[], session: ClientSession) => Promise<ReadonlyMap<string, Ref>>;
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
  const read = liveReader(db, name);
  const recordsBy = async (field: string, values: readonly string[], session: ClientSession) =>
    values.length === 0 ? new Map<string, Ref>() : byCode<Ref>((await read(field, values, session)).rows);
  return {
    topic, name, schema, read,
    project: (row, event) => projectRow(keep.fields, row, event),
    find: (codes, session) => recordsBy('_id', codes, session),
    findBy: recordsBy,
  };
}

/** Each event writes its own fields; an event the row has seen changes nothing, since delivery is at least once. */
export function projectRow(fields: readonly string[], row: KeptRow | null, event: Envelope<object>): KeptRow {
  if (row && row.version >= event.version) return row;
  const written = Object.entries(event.data).filter(([field]) => fields.includes(field));
  return { ...row, ...Object.fromEntries(written), _id: event.subject, version: event.version };
}

/** Rows as records of the owning service, by code. */
function byCode<Ref extends Owned>(rows: readonly KeptRow[]): ReadonlyMap<string, Ref> {
  // A row holds the fields that the read model was declared with, as the contract of its topic types them.
  return new Map(rows.map(({ _id, version: _version, ...fields }) => [_id, { ...fields, code: _id } as Ref]));
}
