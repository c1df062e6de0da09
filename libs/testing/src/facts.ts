import { assertPublishable, journalCollection, momentOf, publisherOf, type JournalRow, type Topic } from '@xunlian/events';
import { mongo } from 'mongoose';
import type { TestMongo } from './testMongo.ts';

/** A fact that another service is to have published: its `data` is checked against the topic. */
export interface PublishedFact {
  readonly topic: Topic;
  readonly subject: string;
  readonly data: object;
  /** 1 unless it is a later fact about the subject. */
  readonly version?: number;
  /** The topic's first type unless it is another. */
  readonly type?: string;
}

/**
 * Writes facts into the journals of the services that own their topics, as those services would, and resolves with
 * the positions after them for `x-xunlian-after`. Throws when a fact breaks its contract.
 */
export async function publish({ uri, dbPrefix }: Pick<TestMongo, 'uri' | 'dbPrefix'>, facts: readonly PublishedFact[]): Promise<string> {
  const client = new mongo.MongoClient(uri);
  const session = client.startSession();
  try {
    const sources = [...Map.groupBy(facts, ({ topic }) => publisherOf(topic))];
    for (const [source, published] of sources) {
      const journal = client.db(dbPrefix + source).collection<JournalRow>(journalCollection);
      await journal.insertMany(published.map(rowOf), { session, writeConcern: { w: 'majority' } });
    }
    const moment = momentOf(session.operationTime?.toBigInt());
    return sources.map(([source]) => `${source}@${moment}`).join(',');
  } finally {
    await session.endSession();
    await client.close();
  }
}

function rowOf({ topic, subject, data, version = 1, type = Object.keys(topic.events)[0] ?? '' }: PublishedFact): JournalRow {
  assertPublishable(topic, { type, data, kept: {} });
  return { _id: { t: topic.name, s: subject, v: version }, type, data, kept: {}, at: new Date(), by: 'test', correlation: 'test' };
}
