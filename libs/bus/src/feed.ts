import { setTimeout as pause } from 'node:timers/promises';
import { parseEvent, type Envelope, type Topic } from '@xunlian/events';
import { bell, type Bell } from './bell.ts';
import type { Reading, Step } from './journalSteps.ts';
import { timing } from './occurrence.ts';
import { batchTaken, eventBroken, feedFailed } from './occurrences.ts';
import { cursorFor, hasPassed } from './place.ts';
import type { Batch, Cursor, Feed, Projection } from './port.ts';
import { report } from './report.ts';

/** Name of the one cursor of a feed that follows journals. */
export const journalsCursor = 'journals';

/** How the journals feed a projection. */
export interface Subscription {
  readonly topics: readonly Topic[];
  readonly projection: Projection;
  /** Called with every place that the projection has saved. */
  readonly onSaved: (cursor: Cursor) => void;
  /** Everything behind a cursor, without end; throws when the source failed, and at once when the signal comes. */
  readonly read: (cursor: Cursor | null, reading: Reading) => AsyncGenerator<Step, never, void>;
  /** Facts of a source that lie behind a moment (null: all of them). */
  readonly lag: (source: string, through: string | null) => Promise<number>;
}

const firstPause = 100;
const longestPause = 5_000;
const longestFarewell = 1_000;
/** Seconds. */
const longestUnsaved = 600;
/** Milliseconds: waits for news of a feed that had events or was waited for lately, and of one that was not; the latter is woken when somebody has waited so long. */
const longestWaits = { busy: 25, idle: 2_000, busyFor: 2_000, wakeAfter: 50 };

/** Every batch costs a transaction, however small: after a few events others gather for so many milliseconds. */
const gathering = { few: 100, for: 100, look: 10 };

interface Running extends Subscription {
  readonly byName: ReadonlyMap<string, Topic>;
  readonly waiters: Set<() => void>;
  readonly signal: AbortSignal;
  readonly bell: Bell;
  /** Where the feed stands, and the cursor that its projection has saved. */
  cursor: Cursor | null;
  saved: Cursor | null;
  /** When it last had events or was waited for, by the clock that only goes forward. */
  wantedAt: number;
}

/** Runs a feed until it is stopped: whatever fails is tried again from the last cursor, in order, with growing pauses. */
export function startFeed(subscription: Subscription): Feed {
  const stopping = new AbortController();
  const byName = new Map(subscription.topics.map((topic) => [topic.name, topic]));
  const feed: Running = { ...subscription, byName, waiters: new Set(), signal: stopping.signal, bell: bell(), cursor: null, saved: null, wantedAt: -Infinity };
  const running = run(feed);
  const awaited = (holds: () => boolean, timeoutMs: number) => {
    // Events that are on their way wake it themselves, and sooner.
    const forget = feed.bell.ringAfter(longestWaits.wakeAfter);
    feed.wantedAt = performance.now();
    return waitUntil(holds, timeoutMs, feed.waiters).finally(forget);
  };
  return {
    through: () => Promise.resolve(throughOf(feed)),
    caughtUp: () => Promise.resolve(throughOf(feed) !== null),
    lag: (source) => feed.lag(source, feed.cursor?.through ?? null),
    reached: (_source, through, timeoutMs) => awaited(() => (feed.cursor?.through ?? '') >= through, timeoutMs),
    passed: ({ [journalsCursor]: theirs = null }, timeoutMs) => awaited(() => hasPassed(feed.cursor, theirs), timeoutMs),
    async stop() {
      stopping.abort();
      await running;
      const saved = new AbortController();
      await Promise.race([saveLast(feed), sleep(longestFarewell, saved.signal)]);
      saved.abort();
    },
  };
}

async function run(feed: Running): Promise<void> {
  let wait = firstPause;
  const waiting = () => {
    const isIdle = performance.now() - feed.wantedAt > longestWaits.busyFor;
    feed.bell.waits(isIdle);
    return isIdle ? longestWaits.idle : longestWaits.busy;
  };
  while (!feed.signal.aborted) {
    try {
      feed.cursor = feed.saved = cursorFor([...feed.byName.keys()], (await feed.projection.cursors())[journalsCursor] ?? null);
      if (feed.saved) feed.onSaved(feed.saved);
      for await (const step of feed.read(feed.cursor, { signal: feed.signal, patience: waiting, bell: feed.bell })) {
        await take(feed, step);
        wait = firstPause;
        if (step.events.length > 0) await gather(step.events.length, () => feed.waiters.size > 0, feed.signal);
        if (feed.signal.aborted) return;
      }
    } catch (error) {
      if (feed.signal.aborted) return;
      feedFailed.tell({});
      report('feed failed, trying again', { wait, cause: error instanceof Error ? error.message : String(error) });
      await sleep(wait, feed.signal);
      wait = Math.min(wait * 2, longestPause);
    }
  }
}

/** Lets events gather after a few were saved, unless somebody waits for those that are there. */
export async function gather(saved: number, isAwaited: () => boolean, signal: AbortSignal): Promise<void> {
  if (saved >= gathering.few) return;
  for (let waited = 0; waited < gathering.for && !isAwaited() && !signal.aborted; waited += gathering.look) await sleep(gathering.look, signal);
}

async function take(feed: Running, { events: read, cursor }: Step): Promise<void> {
  const events = read.flatMap((event) => parsed(feed.byName, event));
  if (read.length > 0) feed.wantedAt = performance.now();
  if (events.length > 0 || isStale(feed.saved, cursor)) {
    await save(feed, events, cursor);
  }
  feed.cursor = cursor;
  for (const waiter of feed.waiters) waiter();
}

async function save(feed: Running, events: Batch['events'], cursor: Cursor): Promise<void> {
  await tellTaken(events, () => feed.projection.apply({ events, cursors: { [journalsCursor]: cursor } }));
  feed.saved = cursor;
  feed.onSaved(cursor);
}

/** Takes a batch and tells it, if anybody listens. */
export async function tellTaken(events: Batch['events'], apply: () => Promise<void>): Promise<void> {
  const done = timing();
  await apply();
  if (events.length > 0 && batchTaken.isHeard()) batchTaken.tell({ ...done(events.map(({ trace }) => trace)), events: events.length });
}

/** The moment where the feed stands; null before its first sweep is done. */
function throughOf({ cursor }: Running): string | null {
  return cursor && !/^0*$/.test(cursor.through) ? cursor.through : null;
}

/** Saves where the feed stands, so that what it read without effect need not be read again; without it, it is. */
async function saveLast(feed: Running): Promise<void> {
  if (!feed.cursor || feed.cursor === feed.saved) return;
  await save(feed, [], feed.cursor).catch(() => undefined);
}

/** Whether a cursor without effects should be saved all the same: the first one, and one far behind, which a server forgets. */
function isStale(saved: Cursor | null, now: Cursor): boolean {
  return saved === null || secondsOf(now) - secondsOf(saved) > longestUnsaved;
}

function secondsOf({ through }: Cursor): number {
  return Number.parseInt(through.slice(0, 8), 16);
}

/** The event as its contract declares it; none, and a line in the log, when it breaks that. */
export function parsed(topics: ReadonlyMap<string, Topic>, event: Envelope): Batch['events'] {
  const topic = topics.get(event.topic);
  const outcome = topic ? parseEvent(topic, event) : { broken: 'no such topic' };
  if (!('broken' in outcome)) return [outcome];
  eventBroken.tell({ topic: event.topic });
  report('event breaks its contract, passed over', { topic: event.topic, type: event.type, version: event.version, cause: outcome.broken });
  return [];
}

function waitUntil(holds: () => boolean, timeoutMs: number, waiters: Set<() => void>): Promise<boolean> {
  if (holds()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (outcome: boolean) => {
      waiters.delete(check);
      clearTimeout(timer);
      resolve(outcome);
    };
    const check = () => { if (holds()) settle(true); };
    const timer = setTimeout(() => settle(false), timeoutMs);
    waiters.add(check);
  });
}

/** Waits, but not longer than until the signal comes. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
