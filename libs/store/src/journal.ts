import { assertPublishable, journalCollection, type JournalRow, type Topic } from '@xunlian/events';
import type { Fact } from '@xunlian/shared';
import { Schema, type Connection } from 'mongoose';

/** Who asked for something, in which request, and when it arrived. */
export interface Cause {
  readonly by: string;
  readonly correlation: string;
  readonly at: Date;
  /** Absent when an office states or commands it. */
  readonly origin?: 'EXPORTED';
  /** Sampled `traceparent` of the request. */
  readonly trace?: string;
}

/** Which fact it is: of which topic, about which subject, as which version of it. */
export interface FactKey {
  readonly topic: Topic;
  readonly code: string;
  readonly version: number;
}

/** A row for the journal; throws when the fact is not what its topic declares. */
export function journalRow({ topic, code, version }: FactKey, fact: Fact, cause: Cause): JournalRow {
  assertPublishable(topic, fact);
  return { _id: { t: topic.name, s: code, v: version }, ...fact, ...cause };
}

const schema = new Schema({ _id: Object, type: String, data: Object, kept: Object, at: Date, by: String, correlation: String, origin: String, trace: String });
schema.index({ at: 1 });

/** The journal of a service's database. */
export function journalModel(db: Connection) {
  return db.models['Journal'] ?? db.model('Journal', schema, journalCollection);
}
