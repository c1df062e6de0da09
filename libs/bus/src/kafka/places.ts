import { progressTopicOf, publisherOf } from '@xunlian/events';
import type { Cursor, Cursors, Projection } from '../port.ts';
import { beginning, cursorName, placeOf, topicIn, type Place } from './cursor.ts';
import type { Ends, Progress } from './progress.ts';

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

/** The places of a feed that hears these topics, without prefix. */
export function placesOf(projection: Projection, heard: readonly string[]): Places {
  const known = new Map<string, Cursor & Place>();
  const own = new Set([...heard, ...heard.map((name) => progressTopicOf(publisherOf({ name })))]);
  const wholeUnsaved = new Map<string, readonly string[]>();
  let loading: Promise<void> | null = null;
  const saved = (cursors: Cursors) => {
    // Beside them lie places in topics that were heard once, and the one where the embedded bus left the feed.
    for (const [name, cursor] of Object.entries(cursors)) if (own.has(topicIn(name)) && isNews(cursor, known.get(name))) known.set(name, { ...cursor, ...placeOf(cursor) });
  };
  const placeIn = (topic: string, partition: number) => known.get(cursorName(topic, partition)) ?? beginning;
  const told = (source: string) => placeIn(progressTopicOf(source), 0);
  const next = (topic: string, partition: number) => placeIn(topic, partition).next;
  const isPast = (ends: Ends) => heard.every((topic) => (ends[topic] ?? []).every((end, partition) => next(topic, partition) >= end));
  const heardOf = (source: string) => heard.filter((name) => publisherOf({ name }) === source);
  const whole = (source: string) => {
    const { progress, whole: before } = told(source);
    if (progress && isPast(progress.ends)) wholeUnsaved.set(source, heardOf(source));
    return wholeUnsaved.get(source) ?? before;
  };
  return {
    next, saved, isPast, whole,
    progress: (source) => told(source).progress,
    isWhole(source) {
      const names = whole(source);
      return heardOf(source).every((name) => names.includes(name));
    },
    hasPassed: (cursors) => Object.entries(cursors).every(([name, { through }]) => !heard.includes(topicIn(name)) || (known.get(name)?.through ?? '') >= through),
    load: () => (loading ??= projection.cursors().then(saved).finally(() => { loading = null; })),
  };
}

/** A place never goes back; what is known already is not read again. */
function isNews({ token, through }: Cursor, known: Cursor | undefined): boolean {
  return !known || (through >= known.through && token !== known.token);
}
