import { journalCollection, publisherOf, topics } from '@xunlian/events';
import type mongoose from 'mongoose';

type MongoClient = mongoose.mongo.MongoClient;

const durable = { w: 'majority', journal: true } as const;

/** A collection of a service, whose database is named without its prefix. */
export interface Kept {
  readonly database: string;
  readonly collection: string;
}

/** The databases that hold what cannot be built again, without their prefix: those of the services that publish. */
export const databases: readonly string[] = [...new Set(topics.map(publisherOf))].sort();

/**
 * What is left out: read models, which are built again from journals; how far feeds and relays have got, which is a moment of
 * one MongoDB; counters that only make transactions meet; the mark of a restore.
 */
const leftOut = /^(heard\.|system\.)|^(cursors|relay|guards|restore)$/;

/** Every collection that a backup holds unless it is empty: journals last, so that who hears of a fact finds its record. */
export async function keptIn(client: MongoClient, prefix: string): Promise<readonly Kept[]> {
  const listed = await Promise.all(databases.map(async (database) => {
    const collections = await client.db(prefix + database).listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
    return collections.map(({ name }) => name).filter((name) => !leftOut.test(name)).sort().map((collection) => ({ database, collection }));
  }));
  const isJournal = ({ collection }: Kept) => collection === journalCollection;
  return [...listed.flat().filter((kept) => !isJournal(kept)), ...listed.flat().filter(isJournal)];
}

/** The collection itself, written durably. */
export const collectionOf = (client: MongoClient, prefix: string, { database, collection }: Kept) =>
  client.db(prefix + database).collection(collection, { writeConcern: durable });

/** What is left on a system as long as a restore of it is not finished. */
export interface Mark {
  readonly _id: 'restore';
  /** Digest of the backup. */
  readonly backup: string;
}

/** Where the mark is. */
export const marksOf = (client: MongoClient, prefix: string) =>
  client.db(`${prefix}${databases[0]}`).collection<Mark>('restore', { writeConcern: durable });

/** The mark of an unfinished restore; null without one. */
export const findMark = (client: MongoClient, prefix: string, session?: mongoose.mongo.ClientSession): Promise<Mark | null> =>
  marksOf(client, prefix).findOne({ _id: 'restore' }, session ? { session } : {});
