import { z } from 'zod';

// A front door of its own: who only reads settings need not load what talks to MongoDB or Kafka.

/** Ways to say who one is that brokers are asked for. */
export type SaslMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512';

/** Which brokers, and how they are spoken to. */
export interface KafkaSettings {
  /** `host:port` of some brokers of the cluster. */
  readonly brokers: readonly string[];
  /** Begins the name of every topic and group, so that several systems can share a cluster; empty where one has it to itself. */
  readonly prefix: string;
  readonly tls: boolean;
  /** Name by which a process comes back into its group after it was killed; null for one that comes as another member. */
  readonly instance: string | null;
  readonly sasl: { readonly mechanism: SaslMechanism; readonly username: string; readonly password: string } | null;
}

/** One broker of the machine itself: nothing is encrypted, and nobody signs in. */
export function localKafka(broker: string, prefix = ''): KafkaSettings {
  return { brokers: [broker], prefix, tls: false, sasl: null, instance: null };
}

/** Variables that decide the transport between services; without KAFKA_BROKERS it is the embedded one. */
export const busVariables = {
  /** Some brokers of the cluster: `host:port`, joined by commas. */
  KAFKA_BROKERS: z.string().regex(/^[^\s,]+:\d{1,5}(,[^\s,]+:\d{1,5})*$/, 'must be host:port, several joined by commas').optional(),
  /** Begins the name of every topic and group. */
  KAFKA_PREFIX: z.string().regex(/^[\w.-]{1,60}$/, 'must be 1 to 60 letters, digits, ., _ or -').optional(),
  /** Certificates are checked against those of the system, and of NODE_EXTRA_CA_CERTS. */
  KAFKA_TLS: z.enum(['true', 'false'], 'must be true or false').optional(),
  /** Needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD beside it. */
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512'], 'must be plain, scram-sha-256 or scram-sha-512').optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  /** Kafka's group.instance.id: this process's own among those of its service, and the same when it is started again. */
  KAFKA_GROUP_INSTANCE_ID: z.string().regex(/^[\w.-]{1,249}$/, 'must be 1 to 249 letters, digits, ., _ or -').optional(),
};

/** The same, as they were read. */
export type BusVariables = z.output<z.ZodObject<typeof busVariables>>;

/** What the variables say about Kafka; null without brokers. Throws when a mechanism has no user or no password. */
export function kafkaSettingsOf(variables: BusVariables): KafkaSettings | null {
  const { KAFKA_BROKERS, KAFKA_PREFIX = '', KAFKA_TLS, KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = variables;
  if (KAFKA_BROKERS === undefined) return null;
  if (mechanism && !(username && password)) throw new Error('KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.');
  return {
    brokers: KAFKA_BROKERS.split(','), prefix: KAFKA_PREFIX, tls: KAFKA_TLS === 'true', instance: variables.KAFKA_GROUP_INSTANCE_ID ?? null,
    sasl: mechanism && username && password ? { mechanism, username, password } : null,
  };
}
