import { deadLettersOf } from '@xunlian/events';
import type { KafkaSettings } from '../settings.ts';
import { connected, withClient, type KafkaClient, type KafkaMessage } from './client.ts';
import { keyHeader, letterHeaders } from './deadLetters.ts';
import { eventOf } from './message.ts';
import { findMessage, type Start } from './reading.ts';

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

/** Every letter that was neither sent again nor dropped. Throws when its topic is missing, or no broker answers in 30 s. */
export async function lettersOf(settings: KafkaSettings, service: string): Promise<Letter[]> {
  const topic = settings.prefix + deadLettersOf(service);
  const latest = new Map<string, KafkaMessage>();
  await withClient(settings, name, (kafka) => findMessage(kafka, { topic, partition: 0, offset: 0 }, (message) => {
    latest.set(message.key?.toString() ?? '', message);
    return false;
  }));
  return [...latest].filter(([, { value }]) => value !== null).map(([origin, message]) => letterIn(service, origin, message));
}

/**
 * Sends a letter to the topic it came from, for all who hear it; those who have it know it by its version. Then drops it.
 * Throws, and leaves it there, when only its beginning was kept, or when a later version of its record lies behind it on that topic:
 * who is past that one would pass this one over.
 */
export async function sendAgain(settings: KafkaSettings, letter: Letter): Promise<void> {
  const length = letter.message.headers?.[letterHeaders.cut]?.toString();
  if (length !== undefined) throw new Error(`${letter.origin} has ${length} bytes: no event of ours has, and it is not sent again. Drop it.`);
  await refuseIfPassed(settings, letter);
  const { topic, partition } = placeOf(letter);
  const own: readonly string[] = [keyHeader, ...Object.values(letterHeaders)];
  const headers = Object.fromEntries(Object.entries(letter.message.headers ?? {}).filter(([header]) => !own.includes(header)));
  await produce(settings, topic, { key: letter.subject, value: letter.message.value, partition, headers });
  await dropLetter(settings, letter);
}

/** Takes a letter out of its box for good. */
export async function dropLetter(settings: KafkaSettings, { service, origin }: Letter): Promise<void> {
  await produce(settings, deadLettersOf(service), { key: origin, value: null });
}

/** Of what has no version none is later: nobody can take it, and it is put aside once more. */
async function refuseIfPassed(settings: KafkaSettings, letter: Letter): Promise<void> {
  const { service, origin, subject, message } = letter;
  const { topic, partition, offset } = placeOf(letter);
  const versionOf = (one: KafkaMessage): number => eventOf(topic, one).version;
  const version = versionOf(message);
  if (Number.isNaN(version)) return;
  const later = await withClient(settings, name, (kafka) => findMessage(kafka, { topic: settings.prefix + topic, partition, offset: offset + 1 },
    (one) => one.key?.toString() === subject && versionOf(one) > version));
  if (!later) return;
  const passed = `version ${versionOf(later)} of ${subject} lies behind it, past which version ${version} changes nothing`;
  throw new Error(`${origin} is not sent again: ${passed}; rebuild what ${service} keeps of it (xunlian rebuild ${service} READ-MODEL), then drop the letter.`);
}

/** Where a letter lay; the topic is without prefix. */
function placeOf({ origin }: Letter): Start {
  const [topic = '', partition = '', offset = ''] = origin.split('/');
  return { topic, partition: Number(partition), offset: Number(offset) };
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
