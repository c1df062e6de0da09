import type { ClientSession, Connection, Schema } from 'mongoose';
import { inTransaction, startAgain } from './connection.ts';
import type { KeptRow } from './readModel.ts';

/** Which collection holds a read model, and what came of its last rebuild. */
export interface Generation {
  /** Name of the read model's first collection. */
  readonly _id: string;
  /** The collection that is live. */
  readonly collection: string;
  /** 0 for the first. */
  readonly generation: number;
  readonly rebuild: RebuildState | null;
}

/** A rebuild as the database keeps it; times are by the database's clock. */
export interface RebuildState {
  readonly generation: number;
  /** Who builds: no two processes have the same. */
  readonly by: string;
  readonly state: 'BUILDING' | 'DONE' | 'FAILED';
  readonly startedAt: Date;
  /** When it was last heard of. */
  readonly beatAt: Date;
  /** Events taken so far. */
  readonly taken: number;
  /** Rows of the finished generation. */
  readonly rows: number | null;
  readonly reason: string | null;
}

/** A read model as far as its generations are concerned. */
export interface Generated {
  readonly name: string;
  readonly schema: Schema;
}

/** Rows of the live generation, and how to reach its collection. */
export interface LiveRows {
  readonly collection: string;
  readonly rows: readonly KeptRow[];
}

/** Key of the row by which a collection says that it is the live one; no record has an empty code. */
export const liveMark = '';

/** That row. */
export interface LiveMark {
  readonly _id: string;
  /** Counted up by who must not commit together with a swap. */
  readonly version: number;
}

/** Which collection is live, for every read model of a service. */
export const generationsOf = (db: Connection) => db.collection<Generation>('heard.generations');

/**
 * Reads rows of the generation that is live in the transaction's own view. It costs no question of its own: the collection
 * that was live last is asked for its mark together with the rows, and only when that is gone is the live one looked up.
 */
export function liveReader(db: Connection, name: string) {
  let last = name;
  const readIn = async (collection: string, where: object, session: ClientSession): Promise<LiveRows | null> => {
    const found = await db.collection<KeptRow>(collection).find(where, { session }).toArray();
    const rows = found.filter(({ _id }) => _id !== liveMark);
    return rows.length < found.length ? { collection, rows } : null;
  };
  return async (field: string, values: readonly string[], session: ClientSession): Promise<LiveRows> => {
    const where = field === '_id' ? { _id: { $in: [...values, liveMark] } } : { $or: [{ [field]: { $in: [...values] } }, { _id: liveMark }] };
    const asked = last;
    const found = await readIn(asked, where, session);
    if (found) return found;
    const known = await generationsOf(db).findOne({ _id: name }, { session });
    const live = known && known.collection !== asked ? await readIn(known.collection, where, session) : null;
    // The view is older than a swap, and what was live in it is dropped by now.
    if (!live) throw startAgain(`No generation of ${name} is there as the transaction sees it.`);
    last = live.collection;
    return live;
  };
}

/** Makes sure that each read model has a live generation, with its indexes: the first one where there is none. */
export async function prepareGenerations(db: Connection, models: readonly Generated[]): Promise<void> {
  const known = new Map((await generationsOf(db).find().toArray()).map(({ _id, collection }) => [_id, collection]));
  await Promise.all(models.map(async ({ name, schema }) => {
    const collection = known.get(name) ?? name;
    await createGeneration(db, collection, schema);
    // A collection with a mark is a generation: both were made in one transaction.
    if (!(await db.collection<LiveMark>(collection).findOne({ _id: liveMark }))) await beginGeneration(db, { name, collection });
  }));
}

/** Makes a collection the live generation of a read model, unless another one is by now. */
async function beginGeneration(db: Connection, { name, collection }: { readonly name: string; readonly collection: string }): Promise<void> {
  await inTransaction(db, async (session) => {
    const now = await generationsOf(db).findOne({ _id: name }, { session });
    if (now && now.collection !== collection) return;
    if (!now) await generationsOf(db).insertOne({ _id: name, collection, generation: 0, rebuild: null }, { session });
    const marks = db.collection<LiveMark>(collection);
    if (!(await marks.findOne({ _id: liveMark }, { session }))) await marks.insertOne({ _id: liveMark, version: 0 }, { session });
  });
}

/** Creates an empty collection with the indexes of a read model, unless it is there. */
export async function createGeneration(db: Connection, collection: string, schema: Schema): Promise<void> {
  await createCollection(db, collection);
  // A read model's indexes have no options.
  const indexes = schema.indexes().map(([key]) => ({ key: key as Record<string, 1> }));
  if (indexes.length > 0) await db.collection(collection).createIndexes(indexes);
}

const namespaceExists = 48;

/** Creates a collection, unless it is there or another instance of the service has just done so. */
export async function createCollection(db: Connection, name: string): Promise<void> {
  await db.createCollection(name).catch((failure: unknown) => {
    const code = typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : null;
    if (code !== namespaceExists) throw failure;
  });
}
