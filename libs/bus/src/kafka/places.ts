import { progressTopicOf, publisherOf } from '@xunlian/events';
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
  /** Topics that a source was heard on when everything before the ends of its progress was taken once; none before that. */
  readonly whole: (source: string) => readonly string[];
  /** Whether that is so of every topic that it is heard on now. */
  readonly isWhole: (source: string) => boolean;
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

/** The cursor behind a message that tells progress: it holds the progress, the offset of the next message, and what was whole once. */
export function progressCursor(progress: Progress, { next, whole }: { readonly next: number; readonly whole: readonly string[] }): Cursor {
  return { token: JSON.stringify({ ...progress, next, whole }), through: progress.through };
}

/** The places of a feed that hears these topics, without prefix. */
export function placesOf(projection: Projection, heard: readonly string[]): Places {
  const known = new Map<string, Cursor>();
  const names = new Set(heard);
  const wholeSince = new Map<string, readonly string[]>();
  let loading: Promise<void> | null = null;
  const saved = (cursors: Cursors) => {
    for (const [name, cursor] of Object.entries(cursors)) if (cursor.through >= (known.get(name)?.through ?? '')) known.set(name, cursor);
  };
  const tokenOf = (topic: string, partition: number) => known.get(cursorName(topic, partition))?.token ?? '0';
  const progress = (source: string) => progressOf({ value: Buffer.from(tokenOf(progressTopicOf(source), 0)) });
  const next = (topic: string, partition: number) => {
    const token = tokenOf(topic, partition);
    return token.startsWith('{') ? nextIn(token) : Number(token);
  };
  const isPast = (ends: Ends) => heard.every((topic) => (ends[topic] ?? []).every((end, partition) => next(topic, partition) >= end));
  const heardOf = (source: string) => heard.filter((name) => sourceOf(name) === source);
  const whole = (source: string) => {
    const told = progress(source);
    if (told && isPast(told.ends)) wholeSince.set(source, heardOf(source));
    return wholeSince.get(source) ?? wholeIn(tokenOf(progressTopicOf(source), 0));
  };
  return {
    next, progress, saved, isPast, whole,
    isWhole: (source) => heardOf(source).every((name) => whole(source).includes(name)),
    hasPassed: (cursors) => Object.entries(cursors).every(([name, { through }]) => !names.has(name.slice(0, name.lastIndexOf('/'))) || (known.get(name)?.through ?? '') >= through),
    load: () => (loading ??= projection.cursors().then(saved).finally(() => { loading = null; })),
  };
}

/** The service that publishes on a topic. */
export function sourceOf(topic: string): string {
  return publisherOf({ name: topic, events: {} });
}

function wholeIn(token: string): readonly string[] {
  const { whole = [] } = (token.startsWith('{') ? JSON.parse(token) : {}) as { readonly whole?: readonly string[] };
  return whole;
}

function nextIn(token: string): number {
  const { next }: { next?: unknown } = JSON.parse(token) as object;
  return typeof next === 'number' ? next : 0;
}
