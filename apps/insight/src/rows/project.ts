import type { Envelope } from '@xunlian/events';

/** What the events of one batch make of one row. */
export interface Change {
  readonly code: string;
  /** Version of the last event. */
  readonly version: number;
  /** Versions after the one that the row has seen, up to the last event's, that did not come. */
  readonly missed: number;
  /** The fields that the events wrote, each by the last that has it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * The change with one more event of its subject. An event whose version the row or the change has seen leaves it as it is: what
 * comes again, beside something new, must not write its fields over later ones.
 */
export function project(change: Change | null, event: Envelope<object>, seen: number): Change | null {
  const { subject: code, version, data } = event;
  const last = change?.version ?? seen;
  if (version <= last) return change;
  return { code, version, missed: (change?.missed ?? 0) + version - last - 1, fields: { ...change?.fields, ...data } };
}
