import { journalCollection, momentOf, officeTopic, type JournalRow } from '@xunlian/events';
import { openBus } from '@xunlian/bus';
import { mongo } from 'mongoose';
import type { Around } from './hearing.ts';

/** The owner of offices: its journal, and its relay where there is a broker. */
export async function startOwner({ uri, dbPrefix, kafka }: Around) {
  const client = await new mongo.MongoClient(uri).connect();
  const journal = client.db(`${dbPrefix}organizations`).collection<JournalRow>(journalCollection);
  const bus = await openBus({ client, databaseOf: (service) => dbPrefix + service, service: 'organizations', kafka, alone: false });
  const relay = bus.relay('organizations');
  const versions = new Map<string, number>();
  let moment = '';
  /** One more fact about each of these offices, in one transaction. */
  const change = async (codes: readonly string[]): Promise<void> => {
    const rows = codes.map((s): JournalRow => {
      const v = (versions.get(s) ?? 0) + 1;
      versions.set(s, v);
      const data = { lineage: [`${v % 7}`], leadingGroupOn: null, establishedOn: null, approvedPosts: v, groupQuota: null };
      return { _id: { t: officeTopic.name, s, v }, type: 'OfficeRecorded', data, kept: {}, at: new Date(), by: 'x', correlation: 'x' };
    });
    const session = client.startSession();
    await session.withTransaction(() => journal.insertMany(rows, { session }), { writeConcern: { w: 'majority', j: true } });
    moment = momentOf(session.operationTime?.toBigInt());
    await session.endSession();
  };
  const stop = async () => {
    await relay.stop();
    await bus.close();
    await client.close();
  };
  return { change, versions, moment: () => moment, stop };
}
