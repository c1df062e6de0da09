import { contractVersionOf, type Envelope } from '@xunlian/events';
import { partitionOf, type KafkaMessage, type Message } from './client.ts';

/**
 * Names of the headers that an event travels with. `causation` is what brought it about by itself, `correlation` the request
 * that began everything: the same for as long as no service commands anything because of an event.
 */
export const headers = {
  type: 'type', contract: 'contract-version', id: 'id', at: 'at', causation: 'causation', correlation: 'correlation', lineage: 'lineage', trace: 'traceparent',
} as const;

/** An event as it travels: its key is the subject, its value the data as JSON, all else is in headers. */
export function messageOf(event: Envelope, partitions: number): Message & { readonly partition: number } {
  const { topic, type, subject, version, at, correlation, trace, data } = event;
  return {
    key: subject,
    partition: partitionOf(subject, partitions),
    value: JSON.stringify(data),
    headers: {
      [headers.type]: type,
      [headers.contract]: contractVersionOf({ name: topic }),
      [headers.id]: `${topic}/${subject}/${version}`,
      [headers.at]: at,
      [headers.causation]: correlation,
      [headers.correlation]: correlation,
      [headers.lineage]: lineageOf(data),
      ...(trace === undefined ? {} : { [headers.trace]: trace }),
    },
  };
}

/** Cuts messages into pieces, in order, whose values weigh at most so many bytes together; a heavier one is a piece by itself. */
export function piecesOf<Weighed extends { readonly message: Pick<Message, 'value'> }>(messages: readonly Weighed[], most: number): Weighed[][] {
  const pieces: Weighed[][] = [];
  let room = 0;
  for (const one of messages) {
    const weight = Buffer.byteLength(one.message.value ?? '');
    if (weight > room || pieces.length === 0) {
      pieces.push([]);
      room = most;
    }
    pieces.at(-1)?.push(one);
    room -= weight;
  }
  return pieces;
}

/**
 * The event in a message of a topic. Nothing about it is certain but the topic: what is missing is empty, a version that is
 * none is NaN, and data that is no JSON is absent.
 */
export function eventOf(topic: string, message: Pick<KafkaMessage, 'key' | 'value' | 'headers'>): Envelope {
  const header = (name: string): string => message.headers?.[name]?.toString() ?? '';
  const trace = header(headers.trace);
  return {
    topic,
    type: header(headers.type),
    subject: message.key?.toString() ?? '',
    version: Number(header(headers.id).split('/').at(-1) || Number.NaN),
    at: header(headers.at),
    correlation: header(headers.correlation),
    ...(trace === '' ? {} : { trace }),
    data: jsonIn(message.value),
  };
}

/** Whether a message says that it is written by the contract of its topic. */
export function isOfContract(topic: string, { headers: given }: Pick<KafkaMessage, 'headers'>): boolean {
  return given?.[headers.contract]?.toString() === contractVersionOf({ name: topic });
}

function jsonIn(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? '');
  } catch {
    return undefined;
  }
}

/** Division codes joined by `/`, province first. */
function lineageOf(data: unknown): string {
  const lineage: unknown = typeof data === 'object' && data !== null && 'lineage' in data ? data.lineage : [];
  return Array.isArray(lineage) ? lineage.join('/') : '';
}
