import { inspectionTopic, journalCollection } from '@xunlian/events';
import { inTransaction } from '@xunlian/store';
import mongoose from 'mongoose';
import type { Room } from '../room.ts';
import type { Ask } from '../timing.ts';

type Kept = mongoose.mongo.Document & { readonly _id: string; readonly lineage: readonly string[]; readonly lists: readonly string[]; readonly inspectionCode: string };
type Row = mongoose.mongo.Document & { readonly _id: { readonly t: string; readonly s: string; readonly v: number } };

/** The driver by itself, in a database of its own with the indexes of the service's: each command is a transaction. */
export interface DriverAlone {
  /** Transfers one of the clues. */
  readonly transfer: Ask;
  /** Finds the inspection of one of the findings, without which it cannot be recorded, and inserts it with its journal row. */
  readonly record: Ask;
  /** Has the server write to its files what is in its journal, so that one turn does not pay for the one before. */
  readonly checkpoint: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/**
 * Copies what the service has, since a change costs more in a large collection; takes so many of the clues to transfer, and as
 * many findings to insert, which are left out of the copy: those whose codes begin so.
 */
export async function driverAlone({ mongod, dbPrefix }: Room, { commands, callers, prefixes }: { commands: number; callers: number; prefixes: { clues: string; findings: string } }): Promise<DriverAlone> {
  const db = await mongoose.createConnection(mongod.uri, { dbName: 'driver', maxPoolSize: callers, autoIndex: false, autoCreate: false }).asPromise();
  const [own, theirs] = [db.getClient().db('driver'), db.getClient().db(`${dbPrefix}findings`)];
  for (const name of ['clues', 'findings', journalCollection]) {
    const others = { $match: { [name === journalCollection ? '_id.s' : '_id']: { $not: { $regex: `^${prefixes.findings}` } } } };
    await theirs.collection(name).aggregate([others, { $out: { db: 'driver', coll: name } }]).toArray();
    await own.collection(name).createIndexes((await theirs.collection(name).indexes()).filter((index) => index.name !== '_id_'));
  }
  const some = (name: 'clues' | 'findings') => theirs.collection<Kept>(name).find({ _id: { $gte: prefixes[name], $lt: `${prefixes[name]}~` } }).limit(commands).toArray();
  const [clues, findings] = [await some('clues'), await some('findings')];
  const rows = await theirs.collection<Row>(journalCollection).find({ '_id.t': 'findings.finding.v1', '_id.s': { $in: findings.map(({ _id }) => _id) } }).toArray();
  const rowOf = new Map(rows.map((row) => [row._id.s, row]));
  const journal = own.collection<Row>(journalCollection);
  const inspections = theirs.collection<mongoose.mongo.Document & { readonly _id: string }>(`heard.${inspectionTopic.name}`);
  return {
    transfer: (number) => inTransaction(db, async (session) => {
      const { _id, lineage, lists } = at(clues, number);
      const data = { receiver: 'DISCIPLINE_ORGAN', transferredOn: '2020-12-31' };
      const moved = [...lists.filter((list) => !list.startsWith('state/')), 'receiver/DISCIPLINE_ORGAN', 'state/TRANSFERRED'];
      const changes = { $set: { ...data, state: 'TRANSFERRED', lists: moved }, $inc: { version: 1 } };
      const found = await own.collection<Kept>('clues').findOneAndUpdate({ _id, transferredOn: null }, changes, { session, returnDocument: 'after' });
      if (!found) throw new Error('There is no such clue.');
      const row = { type: 'ClueTransferred', data: { lineage, ...data }, kept: {}, at: new Date(), by: 'registrar', correlation: 'driver' };
      await journal.insertOne({ _id: { t: 'findings.clue.v1', s: _id, v: 2 }, ...row }, { session });
    }),
    record: (number) => inTransaction(db, async (session) => {
      const finding = at(findings, number);
      const found = await inspections.findOne({ _id: finding.inspectionCode }, { session });
      if (!found) throw new Error('There is no such inspection.');
      await own.collection<Kept>('findings').insertOne(finding, { session });
      await journal.insertOne(at([rowOf.get(finding._id)], 0), { session });
    }),
    checkpoint: () => db.getClient().db('admin').command({ fsync: 1 }),
    close: async () => {
      await own.dropDatabase();
      await db.close();
    },
  };
}

function at<Item>(items: readonly (Item | undefined)[], place: number): Item {
  const item = items[place];
  if (item === undefined) throw new Error('There are too few records for the driver.');
  return item;
}
