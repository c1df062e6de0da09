import { Schema, type Collection, type Connection, type SchemaDefinition } from 'mongoose';
import { createCollection, prepareGenerations } from './generation.ts';
import type { StoredDocument } from './documents.ts';
import { journalModel } from './journal.ts';
import { listedOtherwise, listsBy } from './lists.ts';

/** What of a kind decides its lists. */
export interface Listing {
  /** Day that orders its lists. */
  readonly day?: string;
  /** Filters of its list question, and the field each compares. */
  readonly filters: Readonly<Record<string, string>>;
}

/** Mongoose schema of a kind: its own fields beside those every record has, and the index that serves its lists, ordered by a day if there is one. */
export function recordSchema(fields: SchemaDefinition, day?: string): Schema {
  const ofEvery = { _id: String, version: Number, lineage: [String], officeCode: String, lists: [String] };
  return new Schema({ ...ofEvery, ...fields }, { versionKey: false }).index({ lists: 1, ...listOrder({ day }) }, { name: 'lists' });
}

/** Sort of a kind's lists: newest day first, then by code; by code alone where there is no day. */
export function listOrder(listing: { readonly day?: string | undefined }): Record<string, 1 | -1> {
  return listing.day ? { [listing.day]: -1, _id: -1 } : { _id: 1 };
}

/** A collection of a service with the schema that gives its indexes. */
export interface Collected {
  readonly name: string;
  readonly schema: Schema;
}

/** A collection of records with the lists that they are in. */
export interface CollectedKind extends Collected {
  readonly filters: Listing['filters'];
  /** Of a record of this kind. */
  readonly derived?: (state: never) => object;
}

/** Creates the collections and indexes of a service's kinds and read models before its first transaction, which could not create them. */
export async function prepareCollections(db: Connection, kinds: readonly CollectedKind[], heard: readonly Collected[] = []): Promise<void> {
  const models = kinds.map(({ name, schema }) => db.models[name] ?? db.model(name, schema, name));
  const existing = new Set((await db.listCollections()).map(({ name }) => name));
  for (const name of ['guards', 'cursors', 'sealedReads', 'heard.generations']) if (!existing.has(name)) await createCollection(db, name);
  // All at once: whoever is started again is waited for, and each of these questions waits for the database.
  await Promise.all([...models, journalModel(db)].map(async (model) => {
    if (!existing.has(model.collection.collectionName)) await model.createCollection();
    // Also lets go of indexes that an earlier version kept.
    await model.syncIndexes();
  }));
  await Promise.all(kinds.map((kind) => fillLists(db.collection<StoredDocument>(kind.name), kind)));
  await prepareGenerations(db, heard);
}

/**
 * Names the lists of documents that an earlier version wrote, and derives what they are by: before a filter was added, say. One that still runs beside this
 * one goes on writing such documents, so whoever takes its place looks once more.
 */
async function fillLists(documents: Collection<StoredDocument>, kind: CollectedKind): Promise<void> {
  const lists = listsBy(kind);
  const update = ({ _id, ...document }: StoredDocument) => {
    // It was written from a state, whose sealed texts nothing is derived from.
    const derived = kind.derived?.({ ...document, code: _id } as never);
    return { $set: { ...derived, lists: lists.of({ ...document, ...derived }) } };
  };
  for (;;) {
    const found = await documents.find(listedOtherwise(lists.scheme), { hint: 'lists' }).limit(1_000).toArray();
    if (found.length === 0) return;
    await documents.bulkWrite(found.map((document) => ({ updateOne: { filter: { _id: document._id, version: document.version }, update: update(document) } })));
  }
}
