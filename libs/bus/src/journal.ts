import type { Envelope, JournalRow } from '@xunlian/events';

/** What of a journal row travels. */
export type PublishedRow = Omit<JournalRow, 'kept' | 'by' | 'origin'>;

/** Fields of a journal row that travel, as a MongoDB projection: what is kept is not even read. */
export const publishedFields = { _id: 1, type: 1, data: 1, at: 1, correlation: 1, trace: 1 } as const;

/** The event that a journal row publishes. */
export function envelopeOf(row: PublishedRow): Envelope {
  const { _id: { t: topic, s: subject, v: version }, type, data, at, correlation, trace } = row;
  return { topic, type, subject, version, at: at.toISOString(), correlation, ...(trace === undefined ? {} : { trace }), data };
}
