import type { Envelope } from '@xunlian/events';

/** What the events of one batch make of one row. */
export interface Change {
  readonly code: string;
  /** Version of the first event; those before it are already written, or missing. */
  readonly first: number;
  /** Version of the last event. */
  readonly version: number;
  /** Versions between the first and the last that did not come. */
  readonly gaps: number;
  /** The fields that the events wrote, each by the last that has it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The change with one more event of its subject. An event whose version the change has seen leaves it as it is. */
export function project(change: Change | null, event: Envelope<object>): Change {
  const { subject: code, version, data } = event;
  if (!change) return { code, first: version, version, gaps: 0, fields: { ...data } };
  if (version <= change.version) return change;
  const gaps = change.gaps + version - change.version - 1;
  return { ...change, version, gaps, fields: { ...change.fields, ...data } };
}
