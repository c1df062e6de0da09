import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { Refusal } from '@xunlian/shared';
import type { Database, Rebuild } from '@xunlian/store';

/** What this service keeps, as one read model: figures are counted over all tables at once. */
export const readModel = 'rows';

/** Where an instance stands that keeps rows in a file of its own. */
export interface Standing {
  /** Generation of its rows; null until that is known. */
  readonly generation: number | null;
  /** Building of its rows that was begun last; null before the first. */
  readonly building: Pick<Rebuild, 'generation' | 'state' | 'taken' | 'rows' | 'seconds' | 'reason'> | null;
}

/** Name of the instance that keeps its rows in a file. Who comes back to the file after a kill is the same one, and leaves no ghost behind. */
export function instanceAt(file: string): string {
  return `${hostname()}:${file === ':memory:' ? `memory of ${process.pid}` : resolve(file)}`;
}

interface Wanted {
  readonly _id: typeof readModel;
  readonly generation: number;
}

interface Instance extends Standing {
  readonly _id: string;
  readonly beatAt: Date;
}

/** Of whom nothing was heard for so many milliseconds is not there. */
const longestSilence = 15_000;
const duplicateKey = 11000;

/**
 * What all instances know of each other: how often the rows were to be built anew, and how far each is with it. Kept in the
 * database of this service, which every instance can reach.
 */
export function rebuildStore(db: Database, instance: string) {
  const wanted = db.collection<Wanted>('rebuilds');
  const instances = db.collection<Instance>('instances');
  return {
    /** How often the rows were to be built anew. */
    wanted: async (): Promise<number> => (await wanted.findOne({ _id: readModel }))?.generation ?? 0,
    /** Asks every instance to build its rows anew. Throws a Refusal with CONFLICT when somebody else has just asked. */
    async want(after: number): Promise<number> {
      const conflict = () => new Refusal('CONFLICT', `${readModel} are being built anew already.`);
      await wanted.updateOne({ _id: readModel, generation: after }, { $inc: { generation: 1 } }, { upsert: after === 0 })
        .then(({ matchedCount, upsertedCount }) => { if (matchedCount + upsertedCount === 0) throw conflict(); },
          (error: unknown) => { throw error instanceof Error && 'code' in error && error.code === duplicateKey ? conflict() : error; });
      return after + 1;
    },
    /** Tells where this instance stands, and that it is there. Of no weight: the next one comes soon. */
    tell: async (standing: Standing): Promise<void> => void (await instances.updateOne(
      { _id: instance }, [{ $set: { ...literal(standing), beatAt: '$$NOW' } }], { upsert: true, writeConcern: { w: 1, journal: false } })),
    /** Where the instances stand that are there. */
    standings: async (): Promise<readonly Standing[]> => instances.find({ $expr: { $gte: ['$beatAt', { $subtract: ['$$NOW', longestSilence] }] } }).sort({ _id: 1 }).toArray(),
    /** Takes this instance, and those that were killed, from the list. */
    leave: async (): Promise<void> => void (await instances.deleteMany({ $or: [{ _id: instance }, { $expr: { $lt: ['$beatAt', { $subtract: ['$$NOW', longestSilence] }] } }] })),
  };
}

/** The same fields, whose texts and numbers are taken as they are. */
function literal(standing: Standing) {
  return { generation: { $literal: standing.generation }, building: { $literal: standing.building } };
}
