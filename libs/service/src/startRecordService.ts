import { kafkaSettingsOf, openBus, type BusVariables, type Feed, type Relay } from '@xunlian/bus';
import { assertHearing, journalCollection, publisherOf } from '@xunlian/events';
import type { Owned, Viewer } from '@xunlian/shared';
import { openDatabase, oplogWindow, prepareCollections, readModelProjection, rebuilds, sealWith, type Cipher, type CollectedKind, type Database, type ReadModel, type Request } from '@xunlian/store';
import type { AwaitPosition } from './after.ts';
import type { Positioned } from './recordResolvers.ts';
import { readinessOf } from './readiness.ts';
import type { Viewed } from './readModels.ts';
import type { ResolverMap } from './resolvers.ts';
import { startService, type RunningService, type Service } from './startService.ts';

/** A kind's store, before it is made for one request. */
export interface Openable {
  readonly kind: CollectedKind;
  readonly as: (request: Request) => object;
}

/** What a service keeps: its own kinds, and what it heard of other services' records. */
export interface Stores<Kinds extends Readonly<Record<string, Openable>>> {
  readonly kinds: Kinds;
  readonly heard: readonly ReadModel<Owned>[];
}

/** What a request carries: who asks, and each store limited to that viewer. */
export type RecordContext<Kinds extends Readonly<Record<string, Openable>>> =
  Positioned & { readonly viewer: Viewer; readonly digest: Cipher['digest'] } & { readonly [Name in keyof Kinds]: ReturnType<Kinds[Name]['as']> };

/** What a service that owns records is made of. */
export interface RecordService<Kinds extends Readonly<Record<string, Openable>>> {
  readonly name: string;
  readonly config: Service<Viewed>['config'] & BusVariables & { readonly MONGODB_URI: string; readonly DB_PREFIX: string; readonly SEAL_KEY?: string };
  readonly sdl: URL;
  readonly resolvers: readonly ResolverMap[];
  /** Opens the stores; the cipher is null where the service is given no SEAL_KEY. */
  readonly stores: (db: Database, cipher: Cipher | null) => Stores<Kinds>;
}

/** Starts a service that owns records: its database and indexes, its feed from the services it hears, its graph. */
export async function startRecordService<Kinds extends Readonly<Record<string, Openable>>>(service: RecordService<Kinds>): Promise<RunningService> {
  const { name, config } = service;
  const db = await openDatabase(config.MONGODB_URI, config.DB_PREFIX + name);
  const cipher = config.SEAL_KEY === undefined ? null : sealWith(config.SEAL_KEY);
  const digest = (text: string) => {
    if (!cipher) throw new Error(`${name} has no SEAL_KEY.`);
    return cipher.digest(text);
  };
  const { kinds, heard } = service.stores(db, cipher);
  await prepareCollections(db, Object.values(kinds).map(({ kind }) => kind), heard);
  const bus = await openBus({ client: db.getClient(), databaseOf: (source) => config.DB_PREFIX + source, service: name, kafka: kafkaSettingsOf(config), alone: false });
  const relay = bus.relay(name);
  const topics = heard.map(({ topic }) => topic);
  assertHearing(name, topics);
  const feed = heard.length === 0 ? null : bus.subscribe(topics, readModelProjection(db, name, heard));
  const sources = [...new Set(topics.map(publisherOf))];
  const readModels = feed && rebuilds({ db, bus, feed: name, models: heard });
  return startService({
    ...service,
    context: ({ viewer, requestId: id, trace }) => ({ viewer, digest, position: positionGiver(name, relay), ...scoped(kinds, { viewer, id, ...(trace && { trace }) }) }),
    ...readinessOf({ db, feed, sources, bus, relay }),
    status: async () => ({
      service: name,
      facts: await db.collection(journalCollection).estimatedDocumentCount(),
      unrelayed: await relay.unrelayed(),
      feeds: await feedStatus(feed, sources),
    }),
    oplogWindow: () => oplogWindow(db),
    ...(feed ? { awaitPosition: heardPosition(feed, sources) } : {}),
    ...(readModels ? { readModels } : {}),
    stop: async () => {
      await readModels?.stop();
      await Promise.all([feed?.stop(), relay.stop()]);
      await bus.close();
      await db.close();
    },
  });
}

/** Gives positions in the service's journal, of which the relay is told, so that others learn when they are there. */
function positionGiver(name: string, relay: Relay): (at: string) => string {
  return (at) => {
    relay.given(at);
    return `${name}@${at}`;
  };
}

/** Waits for positions of the sources that a feed hears; of others there is nothing to wait for. */
export function heardPosition(feed: Feed, sources: readonly string[]): AwaitPosition {
  return (position, timeoutMs) => {
    const [source = '', through = ''] = position.split('@');
    return sources.includes(source) ? feed.reached(source, through, timeoutMs) : Promise.resolve(true);
  };
}

/** How far a feed has got with each source it hears. */
export async function feedStatus(feed: Feed | null, sources: readonly string[]) {
  if (!feed) return [];
  return Promise.all(sources.map(async (source) => {
    const [lag, through] = await Promise.all([feed.lag(source), feed.through(source)]);
    return { source, lag, through: through && `${source}@${through}` };
  }));
}

function scoped<Kinds extends Readonly<Record<string, Openable>>>(kinds: Kinds, request: Request) {
  const entries = Object.entries(kinds).map(([name, store]) => [name, store.as(request)]);
  // Each name of the kinds is there with what its own `as` gives.
  return Object.fromEntries(entries) as { [Name in keyof Kinds]: ReturnType<Kinds[Name]['as']> };
}
