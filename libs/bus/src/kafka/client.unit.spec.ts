import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import kafkajs from 'kafkajs';
import Connection from 'kafkajs/src/network/connection.js';
import socketFactory from 'kafkajs/src/network/socketFactory.js';
import apiVersions from 'kafkajs/src/protocol/requests/apiVersions/index.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { explain, partitionOf } from './client.ts';

const { KafkaJSConnectionError, KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError, KafkaJSRequestTimeoutError } = kafkajs;
/** What a broker says, as kafkajs makes an error of it. */
const answer = (type: string) => new KafkaJSProtocolError(Object.assign(new Error('kafka-1:9092 does not'), { type, code: 1 }));
const triedOften = (error: Error) => new KafkaJSNumberOfRetriesExceeded(error, { retryCount: 3, retryTime: 500 });

interface Queue {
  throttleCheckTimeoutId: NodeJS.Timeout | null;
}

/** What kafkajs's queue of one connection does when it looks for requests that wait. */
function look(waiting: { pending: readonly object[]; throttledUntil: number }): Queue {
  const queue = Object.assign({ throttleCheckTimeoutId: null, ...waiting }, { scheduleCheckPendingRequests: () => undefined });
  RequestQueue.prototype.scheduleCheckPendingRequests.call(queue);
  return queue;
}

describe('a connection to a broker', () => {
  it('sets no timer while no request waits, and one while one does', () => {
    expect(look({ pending: [], throttledUntil: -1 }).throttleCheckTimeoutId).toBeNull();
    for (const waiting of [{ pending: [{}], throttledUntil: -1 }, { pending: [], throttledUntil: Date.now() + 60_000 }]) {
      const { throttleCheckTimeoutId } = look(waiting);
      expect(throttleCheckTimeoutId).not.toBeNull();
      clearTimeout(throttleCheckTimeoutId ?? undefined);
    }
  });

  it('is given up when no answer comes in time, as a half-open one would never carry any', async () => {
    const silent = createServer((socket) => void socket.resume().on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const [host, { port }] = ['127.0.0.1', silent.address() as AddressInfo];
    const logger = { namespace: () => ({ debug: () => undefined, error: () => undefined }) };
    const connection = new Connection({ host, port, requestTimeout: 20, connectionTimeout: 1_000, socketFactory: socketFactory(), logger });
    await connection.connect();
    await expect(connection.send(apiVersions.protocol({ version: 0 })())).rejects.toThrow('timed out');
    await new Promise(setImmediate);
    const isKept = connection.isConnected();
    connection.socket?.destroy();
    silent.close();
    expect(isKept).toBe(false);
  });

  it('puts a key where every other Kafka client puts it', () => {
    // Partitions that the Java client gives for these keys: murmur2, made positive, modulo 6.
    expect(['a', 'b', 'c', 'd'].map((key) => partitionOf(key, 6))).toEqual([4, 2, 4, 5]);
  });
});

describe('a failure in a sentence', () => {
  const silence = 'No broker answers: KAFKA_BROKERS says where they are.';
  it.each([
    ['a connection fails', new KafkaJSConnectionError('Connection timeout', { broker: 'kafka-1:9092' }), silence],
    ['it fails again and again', triedOften(new KafkaJSConnectionError('connect ECONNREFUSED', { broker: 'kafka-1:9092' })), silence],
    ['no answer comes', triedOften(new KafkaJSRequestTimeoutError('Request Produce timed out', { broker: 'kafka-1:9092', clientId: 'x', correlationId: 1, createdAt: 0, sentAt: 0, pendingDuration: 0 })), silence],
    ['a broker refuses again and again', triedOften(answer('NOT_ENOUGH_REPLICAS')), 'Kafka refuses it (NOT_ENOUGH_REPLICAS).'],
    ['a topic is missing', triedOften(answer('UNKNOWN_TOPIC_OR_PARTITION')), 'Kafka has not every topic or partition: run xunlian topics apply.'],
    ['a broker refuses for good', Object.assign(new KafkaJSNonRetriableError('Not authorized'), { cause: answer('TOPIC_AUTHORIZATION_FAILED') }), 'Kafka refuses it (TOPIC_AUTHORIZATION_FAILED).'],
    ['the sentence is our own', new Error('There is no dead letter.'), 'There is no dead letter.'],
  ])('is what it is when %s', (_, error, sentence) => { expect(explain(error)).toBe(sentence); });
});
