import { Schema, type Connection, type SchemaDefinition } from 'mongoose';
import { createCollection, prepareGenerations } from './generation.ts';
import { journalModel } from './journal.ts';

/** What of a kind decides its indexes. */
export interface Listing {
  /** Day that orders its lists. */
  readonly day?: string;
  /** Filters of its list question, and the field each compares. */
  readonly filters: Readonly<Record<string, string>>;
}

/**
 * Mongoose schema of a kind: its own fields beside those every record has. Each filter of the list question gets the
 * index that serves it in list order, as do the sub-tree (`lineage`), the office alone and the unfiltered list.
 */
export function recordSchema(fields: SchemaDefinition, listing: Listing): Schema {
  const schema = new Schema({ _id: String, version: Number, lineage: [String], officeCode: String, ...fields }, { versionKey: false });
  const order = listOrder(listing);
  for (const field of new Set(['lineage', 'officeCode', ...Object.values(listing.filters)])) schema.index({ [field]: 1, ...order });
  if (listing.day) schema.index(order);
  return schema;
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

/** Creates the collections and indexes of a service's kinds and read models before its first transaction, which could not create them. */
export async function prepareCollections(db: Connection, kinds: readonly Collected[], heard: readonly Collected[] = []): Promise<void> {
  const models = kinds.map(({ name, schema }) => db.models[name] ?? db.model(name, schema, name));
  const existing = new Set((await db.listCollections()).map(({ name }) => name));
  for (const name of ['guards', 'cursors', 'sealedReads', 'heard.generations']) if (!existing.has(name)) await createCollection(db, name);
  for (const model of [...models, journalModel(db)]) {
    if (!existing.has(model.collection.collectionName)) await model.createCollection();
    await model.createIndexes();
  }
  await prepareGenerations(db, heard);
}
