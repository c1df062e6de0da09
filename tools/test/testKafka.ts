import { one, type Result } from '../checks/result.ts';

/** The broker of all specs, or why there is none. */
export interface RunningKafka {
  brokers: string | null;
  result: Result;
  stop: () => Promise<void>;
}

/** One Kafka broker for the whole run, on a free port and a folder that is removed afterwards. One named by TEST_KAFKA_BROKERS is used instead. */
export async function testKafka(): Promise<RunningKafka> {
  const since = Date.now();
  const given = process.env['TEST_KAFKA_BROKERS'];
  if (given !== undefined) return { brokers: given, result: one('kafka', since, null), stop: () => Promise.resolve() };
  try {
    // Loaded here, so that a fault in these libraries is one failed check and not the end of the run.
    const { startTestBroker } = await import('@xunlian/testing/kafka');
    const broker = await startTestBroker();
    return { brokers: broker.brokers, result: one('kafka', since, null), stop: broker.stop };
  } catch (error) {
    return { brokers: null, result: one('kafka', since, error instanceof Error ? error.message : String(error)), stop: () => Promise.resolve() };
  }
}
