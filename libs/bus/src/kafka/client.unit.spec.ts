import { describe, expect, it } from '@jest/globals';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { partitionOf } from './client.ts';

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

  it('puts a key where every other Kafka client puts it', () => {
    // Partitions that the Java client gives for these keys: murmur2, made positive, modulo 6.
    expect(['a', 'b', 'c', 'd'].map((key) => partitionOf(key, 6))).toEqual([4, 2, 4, 5]);
  });
});
