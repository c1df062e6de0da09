import { confessionTopic, momentOf } from '@xunlian/events';
import type { PublishedFact, TestMongo } from '@xunlian/testing';
import type mongoose from 'mongoose';

/** A small fact's data. */
export const data = { lineage: ['1'], receivedOn: '2020-01-01' };

/** A fact about a subject of the findings service. */
export const fact = (subject: string, version = 1): PublishedFact => ({ topic: confessionTopic, subject, version, data });

/** Facts of one subject that weigh 24 MB together: more than a reply of MongoDB, and more than a broker takes as one batch of a partition. */
export const heavyRows = (s: string) => Array.from({ length: 6 }, (_, index) => ({ s, v: index + 1, data: { ...data, weight: 'x'.repeat(4_000_000) } }));

/** Commits rows to the journal of findings in one transaction and gives the moment of the commit. */
export async function commit(client: mongoose.mongo.MongoClient, room: TestMongo, rows: readonly { s: string; v: number; data?: object }[]): Promise<string> {
  const session = client.startSession();
  const journal = client.db(`${room.dbPrefix}findings`).collection('journal');
  const documents = rows.map(({ s, v, data: own = data }) => (
    { _id: { t: confessionTopic.name, s, v } as never, type: 'ConfessionRecorded', data: own, kept: { secret: 1 }, at: new Date(), by: 'x', correlation: 'x' }));
  await session.withTransaction(() => journal.insertMany(documents, { session }), { writeConcern: { w: 'majority', j: true } });
  const moment = momentOf(session.operationTime?.toBigInt());
  await session.endSession();
  return moment;
}

/** Commits facts about 40 subjects, in transactions of up to 20 rows, until it is told to stop. */
export function writer(client: mongoose.mongo.MongoClient, room: TestMongo, name: string) {
  const expected = new Map<string, number>();
  const state = { moment: '', stopping: false, facts: 0 };
  const run = async () => {
    while (!state.stopping) {
      const rows = Array.from({ length: 1 + Math.floor(Math.random() * 20) }, () => {
        const s = `${name}${Math.floor(Math.random() * 40)}`;
        const v = (expected.get(s) ?? 0) + 1;
        expected.set(s, v);
        return { s, v };
      });
      state.moment = await commit(client, room, rows);
      state.facts += rows.length;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  };
  const running = run();
  return {
    expected, state,
    /** Ends the writing and gives the moment of the last commit. */
    async stop(): Promise<string> {
      state.stopping = true;
      await running;
      return state.moment;
    },
  };
}
