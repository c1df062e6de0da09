import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@xunlian/kafka';
import { freePort } from '@xunlian/machine';

/** Topics of one spec's own. */
export interface TestKafka {
  /** What a process gets as KAFKA_BROKERS. */
  readonly brokers: string;
  /** What a process gets as KAFKA_PREFIX: no other spec's topics and groups begin with it. */
  readonly prefix: string;
  /** Stops the broker if this call started it. */
  readonly stop: () => Promise<void>;
}

// A front door of its own: who needs a broker alone need not load what starts a service.

/** A broker with empty data at a free port, and the folder that goes with it. */
export async function startTestBroker(): Promise<{ readonly brokers: string; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'xunlian-kafka-'));
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const broker = await startBroker({ dataDir: folder, port: await freePort(), controller: await freePort() });
    return { brokers: broker.brokers, stop: () => broker.stop().then(forget) };
  } catch (error) {
    await forget();
    throw error;
  }
}

/**
 * Room on a broker for one spec: on the one at TEST_KAFKA_BROKERS, which the test tool starts once for all specs, or, for a
 * single spec run by hand, on one started for it alone.
 */
export async function testKafka(): Promise<TestKafka> {
  const shared = process.env['TEST_KAFKA_BROKERS'];
  const { brokers, stop } = shared ? { brokers: shared, stop: () => Promise.resolve() } : await startTestBroker();
  return { brokers, stop, prefix: `test-${randomBytes(6).toString('hex')}.` };
}
