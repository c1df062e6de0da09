import { randomUUID } from 'node:crypto';
import { connected, type KafkaClient, type KafkaMessage } from './client.ts';
import { assertTopics } from './topics.ts';

/** Where reading begins. */
export interface Start {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Milliseconds. */
const patience = 30_000;

/**
 * The first message of a partition, from an offset to where the partition ends now, of which a condition holds; null when there is
 * none. The topic is named with its prefix. Only what a broker sends at once is held. Throws when the topic is missing, when a broker
 * refuses, or when none sends anything for 30 s.
 */
export async function findMessage(kafka: KafkaClient, start: Start, holds: (message: KafkaMessage) => boolean): Promise<KafkaMessage | null> {
  const { topic, partition } = start;
  const { begin, end } = await boundsOf(kafka, start);
  let next = Math.max(start.offset, begin);
  if (next >= end) return null;
  const consumer = kafka.consumer(`dead-letters-${randomUUID()}`);
  const found = Promise.withResolvers<KafkaMessage | null>();
  const timer = setTimeout(() => found.reject(new Error(`Nothing of ${topic} can be read: no broker answers.`)), patience);
  consumer.on(consumer.events.GROUP_JOIN, () => consumer.seek({ topic, partition, offset: String(next) }));
  consumer.on(consumer.events.CRASH, ({ payload }) => found.reject(payload.error));
  const read = async () => {
    await consumer.connect();
    // Of other partitions only what comes meanwhile.
    await consumer.subscribe({ topics: [topic], fromBeginning: false });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        if (batch.partition !== partition) return Promise.resolve();
        timer.refresh();
        next = Number(batch.lastOffset()) + 1;
        const message = batch.messages.find(holds) ?? null;
        if (message || next >= end) found.resolve(message);
        return Promise.resolve();
      },
    });
  };
  try {
    const [message] = await Promise.all([found.promise, read()]);
    return message;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
}

/** The first offset of a partition and the one behind its last; both 0 when there is no such partition. */
async function boundsOf(kafka: KafkaClient, { topic, partition }: Start): Promise<{ begin: number; end: number }> {
  const admin = await connected(kafka.admin());
  try {
    await assertTopics(admin, [topic]);
    const bounds = (await admin.fetchTopicOffsets(topic)).find((one) => one.partition === partition);
    return { begin: Number(bounds?.low ?? 0), end: Number(bounds?.high ?? 0) };
  } finally {
    await admin.disconnect();
  }
}
