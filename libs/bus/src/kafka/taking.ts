import { parseEvent, publisherOf, type Envelope, type Topic } from '@xunlian/events';
import { sleep } from '../feed.ts';
import { eventBroken, feedFailed } from '../occurrences.ts';
import type { Batch } from '../port.ts';
import { report } from '../report.ts';
import type { EachBatchPayload, KafkaMessage } from './client.ts';
import { cursorName, offsetCursor, progressCursor } from './cursor.ts';
import type { DeadLetter } from './deadLetters.ts';
import { eventOf, isOfContract } from './message.ts';
import type { Places } from './places.ts';
import { progressOf } from './progress.ts';
import type { Saving } from './saving.ts';

/** What takes messages. */
export interface Taking {
  readonly prefix: string;
  /** Topics that events come from, by name without prefix; every other one tells progress. */
  readonly topics: ReadonlyMap<string, Topic>;
  readonly saving: Saving;
  readonly places: Places;
  readonly signal: AbortSignal;
  /** Whether the group should know where it stands, beside the projection. */
  readonly commits: boolean;
  /** Puts what cannot be taken where somebody will look at it, unless it has done so; tells whether it did so now. */
  readonly bury: (letter: DeadLetter) => Promise<boolean>;
}

/** Messages of one partition that are taken together; the topic is without prefix. */
interface Part {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
}

/** Events of one partition in one transaction. */
const most = 250;
const pauses = { first: 100, longest: 2_000 };
/** How often a batch is tried as a whole, and then each of its events by itself, before that one is given up. */
const tries = { whole: 3, singly: 3 };

/** How often messages have failed by themselves, by offset. */
type Failures = Map<string, number>;
const beatMs = 1_500;

/**
 * Takes what was fetched of one partition: at most 250 messages in a transaction with the place behind them, and only then
 * are they done. Ends early, without an error, when the partition is no longer to be taken from here.
 */
export async function takeBatch(taking: Taking, payload: EachBatchPayload): Promise<void> {
  const { batch } = payload;
  const { partition } = batch;
  const topic = batch.topic.slice(taking.prefix.length);
  const from = taking.places.next(topic, partition);
  // kafkajs went back to its beginning, where nothing is new to who stands so far.
  if (Number(batch.highWatermark) < from) return refuse(taking, { topic, partition, from, end: batch.highWatermark });
  const messages = batch.messages.filter(({ offset }) => Number(offset) >= from);
  if (taking.topics.has(topic) && Number(messages[0]?.offset ?? from) > from) report('events are gone that were never taken', { topic, partition, from, to: messages[0]?.offset });
  for (let start = 0; start < messages.length; start += most) {
    const part = { topic, partition, messages: messages.slice(start, start + most) };
    if (!(await takeInTime(taking, payload, part))) return;
    payload.resolveOffset(String(endOf(part) - 1));
    await payload.heartbeat();
  }
  const end = Number(batch.lastOffset()) + 1;
  payload.resolveOffset(batch.lastOffset());
  if (taking.commits) await payload.commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions: [{ partition, offset: String(end) }] }] });
}

/** Takes nothing of a partition that ends before its place, and looks at it again later: it is not the one that was heard. */
async function refuse({ signal }: Taking, where: object): Promise<void> {
  feedFailed.tell({});
  report('feed stands behind the end of a topic: it is not the one that was heard', where);
  await sleep(pauses.longest, signal);
}

/**
 * Takes a part, again and again with growing pauses if that fails: first together with other partitions' parts, then by itself,
 * then each message by itself. False when it is no longer to be taken from here.
 */
async function takeInTime(taking: Taking, payload: EachBatchPayload, part: Part): Promise<boolean> {
  let pause = pauses.first;
  const failures: Failures = new Map();
  for (let attempt = 1; payload.isRunning() && !payload.isStale() && !taking.signal.aborted; attempt += 1) {
    try {
      await whileBeating(() => payload.heartbeat(), () => tryToTake(taking, part, { attempt, failures }));
      return true;
    } catch (error) {
      feedFailed.tell({});
      report('feed failed, trying again', { topic: part.topic, attempt, wait: pause, cause: causeOf(error) });
    }
    await sleep(pause, taking.signal);
    pause = Math.min(pause * 2, pauses.longest);
    await payload.heartbeat();
  }
  return false;
}

function tryToTake(taking: Taking, part: Part, { attempt, failures }: { attempt: number; failures: Failures }): Promise<void> {
  if (attempt === 1) return takePart(taking, part, taking.saving.together);
  if (attempt <= tries.whole || !taking.topics.has(part.topic)) return takePart(taking, part, taking.saving.alone);
  return takeSingly(taking, part, failures);
}

/** Takes messages in one transaction; those that break their contract are put aside first. */
async function takePart(taking: Taking, part: Part, save: Saving['alone']): Promise<void> {
  const { events, broken } = readOf(taking, part);
  for (const letter of broken) if (await taking.bury(letter)) eventBroken.tell({ topic: letter.topic });
  await save({ events, cursors: cursorsOf(taking, part) });
}

/** Takes each message by itself. One that goes on failing although the projection can save is put aside, and the others go on. */
async function takeSingly(taking: Taking, { messages, ...at }: Part, failures: Failures): Promise<void> {
  const { saving } = taking;
  for (const message of messages) {
    if (Number(message.offset) < taking.places.next(at.topic, at.partition)) continue;
    const one = { ...at, messages: [message] };
    try {
      await takePart(taking, one, saving.alone);
    } catch (error) {
      // If the projection cannot save at all, it is the world that fails, and nothing is the event's fault.
      await saving.alone({ events: [], cursors: { [cursorName(at.topic, at.partition)]: offsetCursor(Number(message.offset)) } });
      const failed = (failures.get(message.offset) ?? 0) + 1;
      failures.set(message.offset, failed);
      if (failed < tries.singly) throw error;
      await taking.bury({ ...at, message, cause: causeOf(error), attempts: tries.whole + failed });
      await saving.alone({ events: [], cursors: cursorsOf(taking, one) });
    }
  }
}

/** The events in messages, and the messages that hold none as their contract declares it. */
function readOf({ topics }: Taking, { topic: name, partition, messages }: Part): { events: Envelope<object>[]; broken: DeadLetter[] } {
  const [events, broken]: [Envelope<object>[], DeadLetter[]] = [[], []];
  const topic = topics.get(name);
  for (const message of topic ? messages : []) {
    const outcome = topic ? readAs(topic, message) : { broken: 'no such topic' };
    if ('broken' in outcome) broken.push({ topic: name, partition, message, cause: `breaks its contract: ${outcome.broken}`, attempts: 1 });
    else events.push(outcome);
  }
  return { events, broken };
}

function readAs(topic: Topic, message: KafkaMessage): ReturnType<typeof parseEvent> {
  if (!isOfContract(topic.name, message)) return { broken: 'it is written by another version of the contract' };
  const event = eventOf(topic.name, message);
  return isWhole(event) ? parseEvent(topic, event) : { broken: 'it has no subject or no version' };
}

function isWhole({ subject, version }: Envelope): boolean {
  return subject !== '' && Number.isInteger(version) && version > 0;
}

/** The places behind messages; of a topic that tells progress the last one that does so counts. */
function cursorsOf({ topics, places }: Taking, part: Part): Batch['cursors'] {
  const name = cursorName(part.topic, part.partition);
  if (topics.has(part.topic)) return { [name]: offsetCursor(endOf(part)) };
  const last = part.messages.map(progressOf).filter((progress) => progress !== null).at(-1);
  return last ? { [name]: progressCursor(last, { next: endOf(part), whole: places.whole(publisherOf({ name: part.topic })) }) } : {};
}

function endOf({ messages }: Part): number {
  return Number(messages.at(-1)?.offset) + 1;
}

function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Keeps this process in its group while work takes long; that it fell out of it shows at the next heartbeat. */
async function whileBeating(heartbeat: () => Promise<void>, work: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => void heartbeat().catch(() => undefined), beatMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}
