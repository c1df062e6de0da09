import { randomUUID } from 'node:crypto';
import { deadLettersOf } from '@xunlian/events';
import type { KafkaSettings } from '../settings.ts';
import { connected, withClient, type KafkaClient, type KafkaMessage } from './client.ts';
import { keyHeader, letterHeaders } from './deadLetters.ts';
import { assertTopics } from './topics.ts';

/** A dead letter as it lies in its box. */
export interface Letter {
  /** Service that could not take it. */
  readonly service: string;
  /** Where it came from: `topic/partition/offset`. */
  readonly origin: string;
  readonly type: string;
  /** Code of the record it is about; empty when the message had none. */
  readonly subject: string;
  readonly cause: string;
  readonly attempts: string;
  readonly at: string;
  /** As it lies there; its value is null where it came without one. */
  readonly message: KafkaMessage;
}

const name = 'dead-letters';
const acks = -1;
const patience = 30_000;

/** Every letter that was neither sent again nor dropped. Throws when its topic is missing, or no broker answers in 30 s. */
export async function lettersOf(settings: KafkaSettings, service: string): Promise<Letter[]> {
  const topic = settings.prefix + deadLettersOf(service);
  const latest = await withClient(settings, name, async (kafka) => {
    const end = await endOf(kafka, topic);
    return end === 0 ? new Map<string, KafkaMessage>() : readTo(kafka, topic, end);
  });
  return [...latest].filter(([, { value }]) => value !== null).map(([origin, message]) => letterIn(service, origin, message));
}

/**
 * Sends a letter to the topic it came from, for all who hear it; those who have it know it by its version. Then drops it.
 * Throws when only its beginning was kept.
 */
export async function sendAgain(settings: KafkaSettings, letter: Letter): Promise<void> {
  const length = letter.message.headers?.[letterHeaders.cut]?.toString();
  if (length !== undefined) throw new Error(`${letter.origin} has ${length} bytes: no event of ours has, and it is not sent again. Drop it.`);
  const [topic = '', partition = ''] = letter.origin.split('/');
  const own: readonly string[] = [keyHeader, ...Object.values(letterHeaders)];
  const headers = Object.fromEntries(Object.entries(letter.message.headers ?? {}).filter(([header]) => !own.includes(header)));
  await produce(settings, topic, { key: letter.subject, value: letter.message.value, partition: Number(partition), headers });
  await dropLetter(settings, letter);
}

/** Takes a letter out of its box for good. */
export async function dropLetter(settings: KafkaSettings, { service, origin }: Letter): Promise<void> {
  await produce(settings, deadLettersOf(service), { key: origin, value: null });
}

async function produce(settings: KafkaSettings, topic: string, message: Parameters<Awaited<ReturnType<KafkaClient['producer']>>['send']>[0]['messages'][number]): Promise<void> {
  await withClient(settings, name, async (kafka) => {
    const producer = await connected(kafka.producer());
    await producer.send({ topic: settings.prefix + topic, acks, messages: [message] });
  });
}

function letterIn(service: string, origin: string, message: KafkaMessage): Letter {
  const header = (name: string): string => message.headers?.[name]?.toString() ?? '';
  return {
    service, origin, message: { ...message, value: header(letterHeaders.void) === '' ? message.value : null }, type: header('type'), subject: header(keyHeader), cause: header(letterHeaders.cause),
    attempts: header(letterHeaders.attempts), at: header(letterHeaders.at),
  };
}

async function endOf(kafka: KafkaClient, topic: string): Promise<number> {
  const admin = await connected(kafka.admin());
  await assertTopics(admin, [topic]);
  const [offsets] = await admin.fetchTopicOffsets(topic);
  return offsets && offsets.high !== offsets.low ? Number(offsets.high) : 0;
}

/** The latest message of each key, up to an offset. */
async function readTo(kafka: KafkaClient, topic: string, end: number): Promise<Map<string, KafkaMessage>> {
  const consumer = kafka.consumer(`${name}-${randomUUID()}`);
  const latest = new Map<string, KafkaMessage>();
  const done = Promise.withResolvers<void>();
  const timer = setTimeout(() => done.reject(new Error('The dead letters cannot be read: no broker answers.')), patience);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        for (const message of batch.messages) latest.set(message.key?.toString() ?? '', message);
        if (Number(batch.lastOffset()) + 1 >= end) done.resolve();
        return Promise.resolve();
      },
    });
    await done.promise;
    return latest;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
}
