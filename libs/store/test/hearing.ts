import { setTimeout as pause } from 'node:timers/promises';
import { openBus, type Bus, type KafkaSettings } from '@xunlian/bus';
import { officeTopic, organizationTopic } from '@xunlian/events';
import type { Owned } from '@xunlian/shared';
import { openDatabase, prepareCollections, readModel, readModelProjection, rebuilds } from '../src/index.ts';

/** An office as this test keeps it: the owner counts its posts up with every fact, so that they are its version. */
type HeardOffice = Owned & { readonly approvedPosts: number };

/** Which MongoDB, and which Kafka if any. */
export interface Around {
  readonly uri: string;
  readonly dbPrefix: string;
  readonly kafka: KafkaSettings | null;
}

/** A process of the service `pools`, which hears offices and organisations. */
export async function startHearing({ uri, dbPrefix, kafka }: Around) {
  const db = await openDatabase(uri, `${dbPrefix}pools`);
  const offices = readModel<HeardOffice>(db, officeTopic, { fields: ['lineage', 'approvedPosts'], indexed: ['lineage'] });
  const models = [offices, readModel(db, organizationTopic, { fields: ['lineage'] })];
  await prepareCollections(db, [], models);
  const bus = await openBus({ client: db.getClient(), databaseOf: (service) => dbPrefix + service, service: 'pools', kafka, alone: false });
  const feed = bus.subscribe([officeTopic, organizationTopic], readModelProjection(db, 'pools', models));
  const readModels = rebuilds({ db, bus: slowToReplay(bus), feed: 'pools', models });
  const stop = async () => {
    await readModels.stop();
    await feed.stop();
    await bus.close();
    await db.close();
  };
  return { db, offices, feed, readModels, stop };
}

/** The same bus, whose replays are always a little behind the feed: what a swap overlooks is missed for as long. */
function slowToReplay(bus: Bus): Bus {
  return { ...bus, replay: (topics, take) => bus.replay(topics, (events) => pause(150).then(() => take(events))) };
}

// One that begins a rebuild, to be killed.
if (import.meta.main) {
  const { readModels } = await startHearing(JSON.parse(process.argv[2] ?? '') as Around);
  await readModels.rebuild(officeTopic.name);
  process.stdout.write('builds\n');
}
