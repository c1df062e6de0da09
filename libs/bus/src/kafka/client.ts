import kafkajs from 'kafkajs';
import type { Admin, Consumer, PartitionAssigner, Producer, SASLOptions } from 'kafkajs';
import Connection from 'kafkajs/src/network/connection.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import joinGroup from 'kafkajs/src/protocol/requests/joinGroup/index.js';
import type { KafkaSettings } from '../settings.ts';
import { sockets } from './sockets.ts';

// Only this file and sockets.ts know kafkajs (exactly 2.2.4, which nobody maintains), so that it can be replaced.
export type { Admin, Consumer, EachBatchPayload, KafkaMessage, Message, Producer } from 'kafkajs';

const { ConfigResourceTypes, Kafka, KafkaJSProtocolError, KafkaJSRequestTimeoutError, logLevel, PartitionAssigners, Partitioners } = kafkajs;

/** What configuration is asked of and given to, when it is a topic. */
export const topicResource = ConfigResourceTypes.TOPIC;

/** Makes connections to a cluster. */
export interface KafkaClient {
  readonly prefix: string;
  readonly producer: () => Producer;
  readonly consumer: (group: string) => Consumer;
  readonly admin: () => Admin;
  /** Ends all connections, with whatever still waits on them, and lets no other be made. */
  readonly close: () => void;
}

/** A few tries within a second: what lasts longer is ours to see, report and begin anew. */
const retry = { retries: 3, initialRetryTime: 100, maxRetryTime: 500 };
/** What a consumer that was killed and does not come back as the same member costs its group; brokers allow no shorter session. */
const sessionMs = 6_000;
/** Longest wait of an idle fetch, and so of an orderly stop. */
const fetchMs = 1_000;

/** A client of a cluster. It connects nowhere by itself. */
export function kafkaClient({ brokers, prefix, tls, sasl, instance }: KafkaSettings, name: string): KafkaClient {
  const { make: socketFactory, close } = sockets();
  const kafka = new Kafka({
    socketFactory,
    clientId: `xunlian-${name}`, brokers: [...brokers], ssl: tls, ...(sasl ? { sasl: optionsOf(sasl) } : {}),
    connectionTimeout: 3_000, requestTimeout: 10_000, retry,
    // It reports what it then mends; what it does not mend comes back to us as an error.
    logLevel: logLevel.NOTHING,
  });
  return {
    prefix,
    producer: () => kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner, retry }),
    consumer: (group) => kafka.consumer({
      groupId: prefix + group, partitionAssigners: [assignerOf(instance)], sessionTimeout: sessionMs, rebalanceTimeout: sessionMs, heartbeatInterval: sessionMs / 4,
      maxWaitTimeInMs: fetchMs, allowAutoTopicCreation: false, retry: { ...retry, restartOnFailure: () => Promise.resolve(false) },
    }),
    admin: () => kafka.admin({ retry }),
    close,
  };
}

/** Works with a client of its own, of which nothing is left afterwards. */
export async function withClient<Result>(settings: KafkaSettings, name: string, work: (kafka: KafkaClient) => Promise<Result>): Promise<Result> {
  const kafka = kafkaClient(settings, name);
  try {
    return await work(kafka);
  } finally {
    kafka.close();
  }
}

// kafkajs types each mechanism by itself.
function optionsOf({ mechanism, username, password }: NonNullable<KafkaSettings['sasl']>): SASLOptions {
  switch (mechanism) {
    case 'plain': return { mechanism, username, password };
    case 'scram-sha-256': return { mechanism, username, password };
    case 'scram-sha-512': return { mechanism, username, password };
  }
}

/** The same, connected. When that fails, nothing of the attempt is left. */
export async function connected<Connecting extends Pick<Admin, 'connect' | 'disconnect'>>(connecting: Connecting): Promise<Connecting> {
  try {
    await connecting.connect();
    return connecting;
  } catch (error) {
    await connecting.disconnect().catch(() => undefined);
    throw error;
  }
}

/**
 * A failure as one sentence: what kafkajs says names addresses. It says alike of who does not answer and of who refuses, that it
 * has tried often enough.
 */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (causesOf(error).some(({ name }) => name === 'KafkaJSSASLAuthenticationError')) return 'Kafka does not let this user in: KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD say who it is.';
  const [answer] = causesOf(error).filter((cause) => cause instanceof KafkaJSProtocolError);
  if (answer?.type === 'UNKNOWN_TOPIC_OR_PARTITION') return 'Kafka has not every topic or partition: run xunlian topics apply.';
  if (answer) return `Kafka refuses it (${answer.type}).`;
  return /^KafkaJS(Connection|NumberOfRetries|RequestTimeout|Broker)/.test(error.name) ? 'No broker answers: KAFKA_BROKERS says where they are.' : error.message;
}

/** An error and what brought it about, one after the other. */
const causesOf = (error: unknown): Error[] => (error instanceof Error ? [error, ...causesOf(error.cause)] : []);

const choose = Partitioners.DefaultPartitioner();

/** The partition of a key, as every Kafka client chooses it by default. */
export function partitionOf(key: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({ partitionErrorCode: 0, partitionId, leader: 0, replicas: [], isr: [] }));
  return choose({ topic: '', partitionMetadata, message: { key, value: null } });
}

/**
 * kafkajs sets a timer of 1 ms for every connection, for ever, to look for requests that wait (tulios/kafkajs#1751): 5.5 % of
 * a core for an idle producer and consumer instead of 1.6 %. It is set only while one waits.
 */
const schedule = Reflect.get(RequestQueue.prototype, 'scheduleCheckPendingRequests');
RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleWhileOneWaits() {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
};

/**
 * kafkajs goes on asking over a connection on which no answer came in time. One that is half-open never carries any, and with tries
 * within tries a consumer stood still for minutes. Such a connection is given up, as Kafka's own clients do, and the next try has another.
 */
const { send } = Connection.prototype;
Connection.prototype.send = async function sendOrGiveUp(asked) {
  try {
    return await send.call(this, asked);
  } catch (error) {
    if (error instanceof KafkaJSRequestTimeoutError) this.socket?.destroy(error);
    throw error;
  }
};

/**
 * kafkajs writes the requests by which a consumer joins its group as a member that comes back under its own name (KIP-345), but
 * has no option for the name: it goes with what the consumer says of its assigner. Without it a process that was killed and is
 * back waits, and with it the whole group, until the session of the member it was before is over.
 */
const { protocol } = joinGroup;
joinGroup.protocol = (version) => {
  const requestOf = protocol(version);
  return (joining) => requestOf({ ...joining, groupInstanceId: joining.groupProtocols[0]?.instance ?? null });
};

/** Shares partitions in turn, and says under which name its consumer joins. */
function assignerOf(instance: string | null): PartitionAssigner {
  return (config) => {
    const assigner = PartitionAssigners.roundRobin(config);
    return { ...assigner, protocol: (subscription) => ({ ...assigner.protocol(subscription), instance }) };
  };
}
