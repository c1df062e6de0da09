import type mongoose from 'mongoose';
import { embeddedBus } from './embedded.ts';
import type { Bus } from './port.ts';
import type { KafkaSettings } from './settings.ts';

/** What decides the transport. */
export interface BusOptions {
  readonly client: mongoose.mongo.MongoClient;
  /** Name of the database of a service. */
  readonly databaseOf: (service: string) => string;
  /** Whose bus it is. */
  readonly service: string;
  /** Where the brokers are; null on one machine without them. */
  readonly kafka: KafkaSettings | null;
  /** Whether each instance of the service keeps what it hears for itself, instead of sharing a database. */
  readonly alone: boolean;
}

/** The bus of several machines where there are brokers, else the one of one machine; neither loads the other's libraries. */
export async function openBus({ client, databaseOf, service, kafka, alone }: BusOptions): Promise<Bus> {
  if (!kafka) return embeddedBus(client, databaseOf);
  const { kafkaBus } = await import('./kafka/bus.ts');
  return kafkaBus({ kafka, client, databaseOf, service, alone });
}
