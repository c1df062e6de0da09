import type { Envelope } from '@xunlian/events';

/** Name of the collection in which a service keeps every fact, never deleted. */
export const journalCollection = 'journal';

/** One fact about one subject. Its key makes it unique by topic, subject and version, and orders a subject's facts. */
export interface JournalRow {
  readonly _id: { readonly t: string; readonly s: string; readonly v: number };
  readonly type: string;
  readonly data: object;
  /** Fields that are part of the record but never published. */
  readonly kept: object;
  /** Moment of the command. */
  readonly at: Date;
  /** Who commanded it. */
  readonly by: string;
  /** Request that caused it. */
  readonly correlation: string;
  /** Its sampled `traceparent`, by which a trace goes on; absent when it is in none. */
  readonly trace?: string;
}

/** What of a journal row travels. */
export type PublishedRow = Omit<JournalRow, 'kept' | 'by'>;

/** Fields of a journal row that travel, as a MongoDB projection: what is kept is not even read. */
export const publishedFields = { _id: 1, type: 1, data: 1, at: 1, correlation: 1, trace: 1 } as const;

/** The event that a journal row publishes. */
export function envelopeOf(row: PublishedRow): Envelope {
  const { _id: { t: topic, s: subject, v: version }, type, data, at, correlation, trace } = row;
  return { topic, type, subject, version, at: at.toISOString(), correlation, ...(trace === undefined ? {} : { trace }), data };
}
