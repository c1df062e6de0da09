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
  /** Taken over from another system, so that what other services know was not asked of it; absent when an office stated or commanded it. */
  readonly origin?: 'EXPORTED';
  /** Its sampled `traceparent`, by which a trace goes on; absent when it is in none. */
  readonly trace?: string;
}
