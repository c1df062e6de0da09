import { randomUUID } from 'node:crypto';
import { publisherOf, topics as all } from '@xunlian/events';
import type mongoose from 'mongoose';
import type { Bus } from '../port.ts';
import { digestOf } from '../place.ts';
import { remembering } from '../rebuild.ts';
import type { KafkaSettings } from '../settings.ts';
import { connected, kafkaClient, type Admin } from './client.ts';
import { startKafkaFeed, type FeedOptions } from './feed.ts';
import { startRelay } from './relay.ts';
import { soon } from './soon.ts';

/** Whose bus it is. */
export interface KafkaBusOptions {
  readonly kafka: KafkaSettings;
  readonly client: mongoose.mongo.MongoClient;
  readonly databaseOf: (service: string) => string;
  readonly service: string;
  /** Whether each instance of the service keeps what it hears for itself, instead of sharing a database. */
  readonly alone: boolean;
}

/**
 * The bus of several machines: a relay publishes a service's journal on Kafka, and a feed is a consumer of its service's
 * group. Neither needs a broker to start: they try until there is one. Versions that hear other topics are other groups, each of
 * which takes what there is: whoever leads a group shares out the topics that it hears itself, and no others.
 */
export function kafkaBus({ kafka: settings, client, databaseOf, service, alone }: KafkaBusOptions): Bus {
  const kafka = kafkaClient(settings, service);
  const admin = lender(() => kafka.admin());
  const follow = (how: Pick<FeedOptions, 'alone' | 'replays' | 'topics' | 'projection'>) =>
    startKafkaFeed({ ...how, kafka, admin, service, group: `${service}-${how.alone ? randomUUID() : digestOf(how.topics.map(({ name }) => name))}` });
  return {
    answers: async () => (await soon(admin().then((lent) => lent.describeCluster()))) !== null,
    close: () => Promise.resolve(kafka.close()),
    subscribe: (topics, projection) => follow({ alone, replays: false, topics, projection }),
    replay: (topics, take) => follow({ alone: true, replays: true, topics, projection: remembering(take) }),
    relay: (own) => {
      const topics = all.filter((topic) => publisherOf(topic) === own).map(({ name }) => name);
      return startRelay({ client, database: databaseOf(own), kafka, service: own, topics });
    },
  };
}

/** Lends one administrator, connected when it is first needed, and made anew after it could not connect. */
function lender(make: () => Admin): () => Promise<Admin> {
  let lent: Promise<Admin> | null = null;
  return () => (lent ??= connected(make()).catch((error: unknown) => {
    lent = null;
    throw error;
  }));
}
