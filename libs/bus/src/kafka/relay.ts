import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type mongoose from 'mongoose';
import { bell, type Bell } from '../bell.ts';
import { sleep } from '../feed.ts';
import { journalSteps, type Journals } from '../journalSteps.ts';
import { placeSaved } from '../occurrences.ts';
import { cursorFor } from '../place.ts';
import type { Cursor, Relay } from '../port.ts';
import { report } from '../report.ts';
import { countBehind } from './behind.ts';
import type { KafkaClient } from './client.ts';
import { leaseMs, leaseOn, type Held } from './lease.ts';
import { openLine, type Line } from './line.ts';
import { teller } from './teller.ts';

/** What is published where. */
export interface RelayOptions {
  readonly client: mongoose.mongo.MongoClient;
  /** Name of the service's own database. */
  readonly database: string;
  readonly kafka: KafkaClient;
  readonly service: string;
  /** Every topic that the service publishes on. */
  readonly topics: readonly string[];
}

/** Facts sent at once. */
const size = 1_000;
/** No backlog is counted further. */
const countedMost = 20_000;
/** Milliseconds: between looks at a lease that somebody else holds, and after failures. */
const pauses = { standBy: 1_000, first: 100, longest: 2_000 };
/** Milliseconds: how long a stop waits for a broker that does not answer. */
const longestFarewell = 3_000;
/** Every message costs, however small, on both sides of the broker: after a few facts others gather for so many milliseconds. */
const gathering = { few: 100, for: 75 };
/** Milliseconds: longest stretch of published facts whose place is not saved. */
const betweenKeeps = 500;
/** Milliseconds: how long the journal is waited for while somebody waits for progress, and otherwise; then it is looked at when a moment was given so long ago. */
const patience = { owing: 25, idle: 1_000, wakeAfter: 50 };

/** What no sweep of a journal is behind: it is not told as progress. */
const beginning = '0'.repeat(16);

interface Running extends RelayOptions {
  readonly lease: ReturnType<typeof leaseOn>;
  readonly signal: AbortSignal;
  readonly bell: Bell;
  /** Latest moment that somebody was given, as far as this process knows. */
  given: string;
  isHolder: boolean;
  /** Pause after the next failure. */
  pause: number;
}

/** Milliseconds: an idle relay tells its progress this often, so that how far a feed is tells that it is alive. */
const longestSilence = 20_000;

/** Where a relay stands. */
interface Stand {
  /** Everything before it was acknowledged; null at first. */
  cursor: Cursor | null;
  /** When that was saved, by the clock that only goes forward. */
  keptAt: number;
  /** When progress was told. */
  toldAt: number;
}

/**
 * Publishes a service's journal, in commit order, as long as this process holds the lease. The place in the journal is saved
 * after the broker has acknowledged everything before it, so what is older than a saved place is never missing.
 */
export function startRelay(options: RelayOptions): Relay {
  const stopping = new AbortController();
  const db = options.client.db(options.database);
  const relay: Running = { ...options, lease: leaseOn(db, randomUUID()), signal: stopping.signal, bell: bell(), given: '', isHolder: false, pause: pauses.first };
  const running = run(relay);
  const tell = teller(relay);
  return {
    unrelayed: () => waiting(relay, countedMost),
    isStuck: async () => (await relay.lease.isSilent()) && (await waiting(relay, 1)) > 0,
    given(moment) {
      if (moment <= relay.given) return;
      relay.given = moment;
      if (!relay.isHolder) tell();
      // Facts that are on their way wake it themselves, and sooner.
      else relay.bell.ringAfter(patience.wakeAfter);
    },
    async stop() {
      stopping.abort();
      await Promise.race([running, pause(longestFarewell, undefined, { ref: false })]);
    },
  };
}

/** Facts behind the place that was saved last, by whomever; it does not count much further than so many. */
async function waiting(relay: Running, most: number): Promise<number> {
  return countBehind(journalsOf(relay), cursorFor(relay.topics, await relay.lease.cursor()), most);
}

async function run(relay: Running): Promise<void> {
  while (!relay.signal.aborted) {
    try {
      const held = await relay.lease.take();
      if (held) await publish(relay, held);
      else await sleep(pauses.standBy, relay.signal);
    } catch (error) {
      if (relay.signal.aborted) return;
      report('relay failed, trying again', { service: relay.service, pause: relay.pause, cause: error instanceof Error ? error.message : String(error) });
      await sleep(relay.pause, relay.signal);
      relay.pause = Math.min(relay.pause * 2, pauses.longest);
    }
  }
}

/** Publishes until the lease is lost, without an error, or until anything fails: then the line is dropped, whatever was on it. */
async function publish(relay: Running, held: Held): Promise<void> {
  relay.isHolder = true;
  let line: Line | null = null;
  try {
    line = await relay.lease.busy(openLine(relay.kafka, relay.service, relay.topics));
    await publishOn(line, relay, held);
  } finally {
    relay.isHolder = false;
    await Promise.allSettled([line?.close(), relay.lease.release()]);
  }
}

async function publishOn(line: Line, relay: Running, held: Held): Promise<void> {
  const stand: Stand = { cursor: null, keptAt: performance.now(), toldAt: -Infinity };
  // What is behind the last facts of a burst is told once more: who committed them was given a moment a little later.
  let [told, owing] = [beginning, true];
  learn(relay, held);
  const waiting = () => {
    const isIdle = !owing && relay.given <= told;
    relay.bell.waits(isIdle);
    return isIdle ? patience.idle : patience.owing;
  };
  try {
    for await (const { events, cursor } of journalSteps({ ...journalsOf(relay), patience: waiting }, cursorFor(relay.topics, held.cursor))) {
      const hasFacts = events.length > 0;
      if (hasFacts) await relay.lease.busy(line.send(events));
      stand.cursor = cursor;
      // Once a burst is over, and now and then in a long one: what was sent and not saved is sent again, which does no harm.
      const isTime = performance.now() - stand.keptAt > (hasFacts ? betweenKeeps : leaseMs / 3);
      if ((isTime || (owing && !hasFacts)) && !(await keep(relay, stand))) return;
      const isDue = hasFacts || owing || relay.given > told || performance.now() - stand.toldAt > longestSilence;
      owing = hasFacts;
      if (isDue && cursor.through > told) {
        await line.progress((told = cursor.through));
        stand.toldAt = performance.now();
      }
      relay.pause = pauses.first;
      if (hasFacts && events.length < gathering.few) await sleep(gathering.for, relay.signal);
    }
  } finally {
    await keep(relay, stand).catch(() => undefined);
  }
}

/** Renews the lease, saving how far the relay has got; false when the lease was lost. */
async function keep(relay: Running, stand: Stand): Promise<boolean> {
  if (!stand.cursor) return true;
  const held = await relay.lease.keep(stand.cursor);
  if (!held) return false;
  stand.keptAt = performance.now();
  placeSaved.tell(stand.cursor);
  learn(relay, held);
  return true;
}

function learn(relay: Running, { given }: Held): void {
  if (given > relay.given) relay.given = given;
}

function journalsOf({ client, database, topics, signal, bell }: Running): Journals {
  return { client, databases: [database], topics, size, signal, bell, patience: () => patience.idle };
}
