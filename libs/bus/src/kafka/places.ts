import { progressTopicOf } from '@xunlian/events';
import type { Cursor, Cursors, Projection } from '../port.ts';
import { progressOf, type Ends, type Progress } from './progress.ts';

/** Where a feed stands: what its projection has saved, by this process or by another one of the service. */
export interface Places {
  /** Offset of the next message of a partition that is to be taken; 0 before the first. */
  readonly next: (topic: string, partition: number) => number;
  /** The last progress of a source; null before the first. */
  readonly progress: (source: string) => Progress | null;
  /** Whether everything before these ends has been taken, as far as the feed hears it. */
  readonly isPast: (ends: Ends) => boolean;
  /** Whether everything before another feed's places in the topics that this one hears has been taken. */
  readonly hasPassed: (cursors: Cursors) => boolean;
  /** Learns what was saved by whomever; questions of the same moment are one. */
  readonly load: () => Promise<void>;
  /** Learns what was saved just now. */
  readonly saved: (cursors: Cursors) => void;
}

/** Name of the cursor in one partition of a topic, whose name is without the prefix. */
export const cursorName = (topic: string, partition: number): string => `${topic}/${partition}`;

/** The cursor behind the messages of a partition up to an offset, which is the next one. */
export function offsetCursor(next: number): Cursor {
  return { token: String(next), through: String(next).padStart(20, '0') };
}

/** The cursor behind a message that tells progress: it holds the progress, and the offset of the next message. */
export function progressCursor(progress: Progress, next: number): Cursor {
  return { token: JSON.stringify({ ...progress, next }), through: progress.through };
}

/** The places of a feed that hears these topics, without prefix. */
export function placesOf(projection: Projection, heard: readonly string[]): Places {
  const known = new Map<string, Cursor>();
  const names = new Set(heard);
  let loading: Promise<void> | null = null;
  const saved = (cursors: Cursors) => {
    for (const [name, cursor] of Object.entries(cursors)) if (cursor.through >= (known.get(name)?.through ?? '')) known.set(name, cursor);
  };
  const progress = (source: string) => {
    const cursor = known.get(cursorName(progressTopicOf(source), 0));
    return cursor ? progressOf({ value: Buffer.from(cursor.token) }) : null;
  };
  const next = (topic: string, partition: number) => {
    const token = known.get(cursorName(topic, partition))?.token ?? '0';
    return token.startsWith('{') ? nextIn(token) : Number(token);
  };
  return {
    next, progress, saved,
    hasPassed: (cursors) => Object.entries(cursors).every(([name, { through }]) => !names.has(name.slice(0, name.lastIndexOf('/'))) || (known.get(name)?.through ?? '') >= through),
    isPast: (ends) => heard.every((topic) => (ends[topic] ?? []).every((end, partition) => next(topic, partition) >= end)),
    load: () => (loading ??= projection.cursors().then(saved).finally(() => { loading = null; })),
  };
}

function nextIn(token: string): number {
  const { next }: { next?: unknown } = JSON.parse(token) as object;
  return typeof next === 'number' ? next : 0;
}
