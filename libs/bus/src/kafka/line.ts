import { progressTopicOf, type Envelope } from '@xunlian/events';
import { timing } from '../occurrence.ts';
import { factsPublished } from '../occurrences.ts';
import { connected, type KafkaClient, type Producer } from './client.ts';
import { messageOf, piecesOf } from './message.ts';
import { progressMessage } from './progress.ts';
import { assertTopics, endsOf } from './topics.ts';

/** A connected producer of one service, which sends one batch after the other. */
export interface Line {
  /** Sends events, of each subject in order; resolves when every copy that must be there is. */
  readonly send: (events: readonly Envelope[]) => Promise<void>;
  /** Tells that everything committed up to a moment is on the topics. */
  readonly progress: (through: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Every copy that is in sync has it. */
const acks = -1;
/** Bytes of values sent at once: a broker refuses a batch of a partition that is heavier than `max.message.bytes`, whatever it is made of. */
const heaviest = 8_000_000;

/**
 * Opens a line to a service's topics. The ends it tells begin with the ends there are: everything that was acknowledged before
 * lies before them. Throws when no broker answers or a topic is missing.
 */
export async function openLine(kafka: KafkaClient, service: string, topics: readonly string[]): Promise<Line> {
  const ends = await endsNow(kafka, [...topics, progressTopicOf(service)]);
  const producer = await connected(kafka.producer());
  return {
    async send(events) {
      const done = timing();
      await sendEvents({ producer, prefix: kafka.prefix, ends }, events);
      if (factsPublished.isHeard()) factsPublished.tell({ ...done(events.map(({ trace }) => trace)), facts: events.length });
    },
    async progress(through) {
      const { [progressTopicOf(service)]: _own, ...others } = Object.fromEntries(ends);
      await producer.send({ topic: kafka.prefix + progressTopicOf(service), acks, messages: [progressMessage(service, { through, ends: others })] });
    },
    close: () => producer.disconnect(),
  };
}

interface Sending {
  readonly producer: Producer;
  readonly prefix: string;
  /** By topic, without prefix; one number for each partition. */
  readonly ends: Map<string, number[]>;
}

interface Outgoing {
  /** Without prefix. */
  readonly topic: string;
  readonly message: ReturnType<typeof messageOf>;
}

/** Sends events in pieces, each when the one before it is acknowledged: of each subject they stay in order. */
async function sendEvents(sending: Sending, events: readonly Envelope[]): Promise<void> {
  const outgoing = events.map((event) => ({ topic: event.topic, message: messageOf(event, sending.ends.get(event.topic)?.length ?? 1) }));
  for (const piece of piecesOf(outgoing, heaviest)) await sendPiece(sending, piece);
}

async function sendPiece({ producer, prefix, ends }: Sending, piece: readonly Outgoing[]): Promise<void> {
  const byTopic = Map.groupBy(piece, ({ topic }) => topic);
  const sent = new Map([...byTopic].map(([topic, those]) => [topic, those.map(({ message }) => message)]));
  const acknowledged = await producer.sendBatch({ acks, topicMessages: [...sent].map(([topic, messages]) => ({ topic: prefix + topic, messages })) });
  for (const { topicName, partition, baseOffset } of acknowledged) {
    const topic = topicName.slice(prefix.length);
    const count = sent.get(topic)?.filter((message) => message.partition === partition).length ?? 0;
    const end = Number(baseOffset) + count;
    if (Number.isNaN(end)) throw new Error('The broker does not say where the events are.');
    ends.get(topic)?.splice(partition, 1, end);
  }
}

async function endsNow(kafka: KafkaClient, topics: readonly string[]): Promise<Map<string, number[]>> {
  const admin = await connected(kafka.admin());
  try {
    await assertTopics(admin, topics.map((topic) => kafka.prefix + topic));
    const ends = await endsOf(admin, kafka.prefix, topics);
    return new Map(Object.entries(ends).map(([topic, each]) => [topic, [...each]]));
  } finally {
    await admin.disconnect();
  }
}
