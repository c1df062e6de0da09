import { deadLettersOf } from '@xunlian/events';
import { report } from '../report.ts';
import { eventDeadLettered } from '../occurrences.ts';
import { connected, type KafkaClient, type KafkaMessage, type Message, type Producer } from './client.ts';
import type { Places } from './places.ts';

/** A message that a service cannot take, and why. */
export interface DeadLetter {
  /** Without prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly message: KafkaMessage;
  readonly cause: string;
  /** How often it was tried, alone or with others. */
  readonly attempts: number;
}

/** Header with the key that the message had. */
export const keyHeader = 'dead-key';

/** Names of the headers that say why and when a letter was put aside, how long it was if it was cut, and whether it had no value at all. */
export const letterHeaders = { cause: 'dead-cause', attempts: 'dead-attempts', at: 'dead-at', cut: 'dead-cut', void: 'dead-void' } as const;

const longestCause = 500;
/** What brokers take of a message unless told otherwise is a little more: 1 MB with its headers. */
const longestValue = 900_000;

/** Where a letter comes from, `topic/partition/offset`: the key under which it lies, and by which it is asked for. */
export const originOf = ({ topic, partition, message }: Pick<DeadLetter, 'topic' | 'partition' | 'message'>): string => `${topic}/${partition}/${message.offset}`;

/**
 * The message that keeps a letter as it came; of one that is too large only its beginning, for it still lies where it came from.
 * One without a value gets an empty one: a message without any takes a letter out of its box.
 */
export function letterMessage(letter: DeadLetter, at: Date): Message {
  const { message, cause, attempts } = letter;
  const { value } = message;
  const isCut = value !== null && value.length > longestValue;
  return {
    key: originOf(letter),
    value: isCut ? value.subarray(0, longestValue) : value ?? '',
    headers: {
      ...message.headers, [keyHeader]: message.key ?? '', [letterHeaders.cause]: cause.slice(0, longestCause),
      [letterHeaders.attempts]: String(attempts), [letterHeaders.at]: at.toISOString(),
      ...(isCut ? { [letterHeaders.cut]: String(value.length) } : {}),
      ...(value === null ? { [letterHeaders.void]: 'true' } : {}),
    },
  };
}

/** Only tells of letters, where they lie on their topic already. */
export const passedOver = {
  bury: (letter: DeadLetter): Promise<void> => {
    report('an event that cannot be taken is passed over once more', { origin: originOf(letter), cause: letter.cause });
    return Promise.resolve();
  },
  close: (): Promise<void> => Promise.resolve(),
};

/**
 * Buries a letter once as long as its feed is not past it, however often what it came with is tried again, and tells whether it did
 * so now. Of a partition it remembers only letters that the feed is not past: no more than are taken at once.
 */
export function buryingOnce(bury: (letter: DeadLetter) => Promise<void>, places: Pick<Places, 'next'>): (letter: DeadLetter) => Promise<boolean> {
  const buried = new Map<string, readonly number[]>();
  return async (letter) => {
    const { topic, partition, message } = letter;
    const [where, offset, next] = [`${topic}/${partition}`, Number(message.offset), places.next(topic, partition)];
    const standing = (buried.get(where) ?? []).filter((one) => one >= next);
    if (standing.includes(offset)) return false;
    await bury(letter);
    buried.set(where, [...standing, offset]);
    return true;
  };
}

/** Puts letters on the dead-letter topic of a service; each is there when the promise resolves. */
export function deadLettersTo(kafka: KafkaClient, service: string) {
  let producing: Promise<Producer> | null = null;
  const drop = async (): Promise<void> => {
    const producer = await producing?.catch(() => null);
    producing = null;
    await producer?.disconnect().catch(() => undefined);
  };
  const bury = async (letter: DeadLetter): Promise<void> => {
    producing ??= connected(kafka.producer());
    try {
      await (await producing).send({ topic: kafka.prefix + deadLettersOf(service), acks: -1, messages: [letterMessage(letter, new Date())] });
    } catch (error) {
      await drop();
      throw error;
    }
    eventDeadLettered.tell({ topic: letter.topic });
    report('an event cannot be taken, see xunlian dead-letters', { service, origin: originOf(letter), attempts: letter.attempts, cause: letter.cause });
  };
  return { bury, close: drop };
}
