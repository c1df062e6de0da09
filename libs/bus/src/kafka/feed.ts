import { setTimeout as pause } from 'node:timers/promises';
import { deadLettersOf, progressTopicOf, publisherOf, type Topic } from '@xunlian/events';
import { gather, sleep } from '../feed.ts';
import { feedFailed } from '../occurrences.ts';
import type { Feed, Projection } from '../port.ts';
import { report } from '../report.ts';
import type { Admin, Consumer, KafkaClient } from './client.ts';
import { buryingOnce, deadLettersTo, passedOver } from './deadLetters.ts';
import { placesOf } from './places.ts';
import { positionsOf } from './positions.ts';
import { savingBy } from './saving.ts';
import { takeBatch, type Taking } from './taking.ts';
import { assertTopics, endsOf } from './topics.ts';

/** How a feed hears. */
export interface FeedOptions {
  readonly kafka: KafkaClient;
  /** Lends a connected administrator. */
  readonly admin: () => Promise<Admin>;
  readonly service: string;
  /** Instances with the same name share the partitions; what one of them saves is what all of them have. */
  readonly group: string;
  /** Whether this process alone has what its projection saves: then the group is its own, and leaves nothing behind. */
  readonly alone: boolean;
  /** Whether it reads what the service's feed has taken already: what could not be taken was put aside by that. */
  readonly replays: boolean;
  readonly topics: readonly Topic[];
  readonly projection: Projection;
}

interface Running extends FeedOptions {
  readonly taking: Taking;
  /** Every topic by its whole name, those that tell progress too. */
  readonly names: readonly string[];
  readonly signal: AbortSignal;
  /** Resolves when the places of all partitions that were assigned last are known. */
  placed: Promise<void>;
}

/** Partitions taken at the same time, in transactions that they share. */
const concurrently = 8;
/** Milliseconds. */
const pauses = { first: 100, longest: 2_000 };
const longestFarewell = 3_000;

/**
 * Runs a feed until it is stopped. What has been taken is known by the places that its projection saves with the effects;
 * the group's own offsets only show others how far it is.
 */
export function startKafkaFeed(options: FeedOptions): Feed {
  const { kafka, service, topics, projection, alone, replays } = options;
  const stopping = new AbortController();
  const sources = [...new Set(topics.map(publisherOf))];
  const heard = topics.map(({ name }) => name);
  const places = placesOf(projection, heard);
  const positions = positionsOf({ places, alone, topics: heard, ends: async (those) => endsOf(await options.admin(), kafka.prefix, those) });
  const letters = replays ? passedOver : deadLettersTo(kafka, service);
  const taking = {
    prefix: kafka.prefix, topics: new Map(topics.map((topic) => [topic.name, topic])), places,
    saving: savingBy(projection, { places, partitions: concurrently, onSaved: positions.onSaved, gather: (saved) => gather(saved, positions.isAwaited, stopping.signal) }),
    signal: stopping.signal, commits: !alone, bury: buryingOnce(letters.bury, places),
  };
  const names = [...heard, ...sources.map(progressTopicOf)].map((name) => kafka.prefix + name);
  const running = run({ ...options, taking, names, signal: stopping.signal, placed: Promise.resolve() });
  return {
    ...positions.answers,
    async stop() {
      stopping.abort();
      await running;
      await letters.close();
    },
  };
}

async function run(feed: Running): Promise<void> {
  let wait = pauses.first;
  while (!feed.signal.aborted) {
    const consumer = feed.kafka.consumer(feed.group);
    try {
      await consume(feed, consumer, () => { wait = pauses.first; });
    } catch (error) {
      feedFailed.tell({});
      report('feed failed, trying again', { group: feed.group, wait, cause: error instanceof Error ? error.message : String(error) });
    }
    await Promise.race([consumer.disconnect().catch(() => undefined), pause(longestFarewell, undefined, { ref: false })]);
    await sleep(wait, feed.signal);
    wait = Math.min(wait * 2, pauses.longest);
  }
}

/** Consumes until the feed is to stop, or throws why it cannot go on. */
async function consume(feed: Running, consumer: Consumer, onTaken: () => void): Promise<void> {
  await assertTopics(await feed.admin(), [...feed.names, feed.kafka.prefix + deadLettersOf(feed.service)]);
  await consumer.connect();
  await consumer.subscribe({ topics: [...feed.names], fromBeginning: true });
  const ended = Promise.withResolvers<Error | null>();
  const stop = () => ended.resolve(null);
  consumer.on(consumer.events.CRASH, ({ payload }) => ended.resolve(payload.error));
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    feed.placed = place(feed, consumer, payload.memberAssignment);
  });
  feed.signal.addEventListener('abort', stop, { once: true });
  try {
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrently,
      eachBatch: async (payload) => {
        await feed.placed;
        // What was fetched before the places were known is fetched again from there.
        if (payload.isStale() || !payload.isRunning() || feed.signal.aborted) return;
        await takeBatch(feed.taking, payload);
        onTaken();
      },
    });
    const failure = feed.signal.aborted ? null : await ended.promise;
    if (failure) throw failure;
  } finally {
    feed.signal.removeEventListener('abort', stop);
  }
}

/** Goes to the places that were saved, in each partition that was assigned; waits for the database as long as it takes. */
async function place(feed: Running, consumer: Consumer, assigned: Readonly<Record<string, readonly number[]>>): Promise<void> {
  const { places, prefix } = feed.taking;
  for (let wait = pauses.first; !feed.signal.aborted; wait = Math.min(wait * 2, pauses.longest)) {
    try {
      await places.load();
      for (const [topic, partitions] of Object.entries(assigned))
        for (const partition of partitions) consumer.seek({ topic, partition, offset: String(places.next(topic.slice(prefix.length), partition)) });
      return;
    } catch (error) {
      report('feed cannot read its places, trying again', { group: feed.group, wait, cause: error instanceof Error ? error.message : String(error) });
      await sleep(wait, feed.signal);
    }
  }
}
