import { openDatabase, prepareCollections, readModelProjection, sealWith, type Cipher, type CollectedKind, type Database, type ReadModel } from '@xunlian/store';
import type { Owned } from '@xunlian/shared';
import type { PublishedFact } from './facts.ts';
import { testMongo } from './testMongo.ts';

/** What a service keeps, as it opens it. */
interface Stores {
  readonly kinds: Readonly<Record<string, { readonly kind: CollectedKind }>>;
  readonly heard: readonly ReadModel<Owned>[];
}

/** Processes of one service on one database, each with stores of its own. */
export interface Processes<Kept extends Stores> {
  readonly kinds: readonly Kept['kinds'][];
  readonly stop: () => Promise<void>;
}

/** Two connections with stores of their own stand for two processes of a service, which has heard these facts. */
export async function twoProcesses<Kept extends Stores>(
  service: string,
  open: (db: Database, cipher: Cipher) => Kept,
  told: readonly PublishedFact[],
): Promise<Processes<Kept>> {
  const room = await testMongo();
  const databases = await Promise.all([1, 2].map(() => openDatabase(room.uri, room.dbPrefix + service)));
  const processes = databases.map((db) => ({ db, ...open(db, sealWith('0'.repeat(64))) }));
  const events = told.map(({ topic, subject, data }) => ({ topic: topic.name, type: '', subject, version: 1, at: '', correlation: '', data }));
  for (const [index, { db, kinds, heard }] of processes.entries()) {
    await prepareCollections(db, Object.values(kinds).map(({ kind }) => kind), heard);
    if (index === 0) await readModelProjection(db, service, heard).apply({ events, cursors: {} });
  }
  return {
    kinds: processes.map(({ kinds }) => kinds),
    async stop() {
      await Promise.all(databases.map((db) => db.close()));
      await room.stop();
    },
  };
}
