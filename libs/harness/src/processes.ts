import { openDatabase, prepareCollections, readModelProjection, sealWith, type Cipher, type CollectedKind, type Database, type ReadModel } from '@xunlian/store';
import type { Owned } from '@xunlian/shared';
import { testMongo, type PublishedFact } from '@xunlian/testing';

/** What a service keeps, as it opens it. */
interface Stores {
  readonly kinds: Readonly<Record<string, { readonly kind: CollectedKind }>>;
  readonly heard: readonly ReadModel<Owned>[];
}

/** One row about a code, recorded at a process. */
type Recording<Kept extends Stores> = (kinds: Kept['kinds'], code: string) => Promise<readonly { readonly type: string }[]>;

/** Processes of one service on one database, each with stores of its own. */
export interface Processes<Kept extends Stores> {
  /** The stores of one of the processes, which are counted round. */
  readonly kinds: (process: number) => Kept['kinds'];
  /** Gives two commands about each of these codes to two processes at once, now this way and now that; tells what became of each two. */
  readonly cross: (codes: readonly string[], one: Recording<Kept>, other: Recording<Kept>) => Promise<(string | undefined)[][]>;
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
  const kinds = (process: number) => {
    const found = processes[process % processes.length];
    if (!found) throw new Error('There are stores for every process.');
    return found.kinds;
  };
  return {
    kinds,
    cross: (codes, one, other) => Promise.all(codes.map(async (code, number) => {
      const outcomes = await Promise.all([one(kinds(number), code), other(kinds(number + 1), code)]);
      return outcomes.map(([outcome]) => outcome?.type);
    })),
    async stop() {
      await Promise.all(databases.map((db) => db.close()));
      await room.stop();
    },
  };
}
