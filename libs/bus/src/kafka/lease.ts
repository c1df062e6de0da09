import type mongoose from 'mongoose';
import type { Cursor } from '../port.ts';

/** The right to publish a service's journal, and how far that has got: one document of the service's database. */
interface Lease {
  readonly _id: 'relay';
  readonly holder: string | null;
  /** By the database's clock. */
  readonly until: Date;
  readonly cursor: Cursor | null;
  /** When that was saved last, moved or not, by the database's clock. */
  readonly keptAt: Date;
  /** Latest moment that anybody was given as a position; empty before the first. */
  readonly given: string;
}

/** What whoever holds the lease is told. */
export interface Held {
  /** Everything before it was acknowledged by the broker; null when nothing was. */
  readonly cursor: Cursor | null;
  readonly given: string;
}

/** How long a lease lasts unless it is renewed, in ms: how long a killed relay keeps its successor waiting. */
export const leaseMs = 5_000;

/**
 * A holder that is busy, with a broker that takes its time, keeps its lease for so many ms all the same: otherwise two would take it
 * from each other for ever, each of them busy with the same facts. One whose line is dead has noticed by then.
 */
const longestBusy = 3 * leaseMs;
/** In ms: a holder whose broker takes what it sends saves its place every few seconds. */
const longestSilence = 10_000;

const _id = 'relay';
const durable = { writeConcern: { w: 'majority', journal: true } } as const;

/**
 * The lease on a service's relay. It saves work and is no fence: a holder that slept may publish once more what its
 * successor has published, which those who hear know by its version.
 */
export function leaseOn(db: mongoose.mongo.Db, holder: string) {
  const leases = db.collection<Lease>('relay', durable);
  const until = (ms: number) => ({ $add: ['$$NOW', ms] });
  const change = async (filter: mongoose.mongo.Filter<Lease>, fields: object): Promise<Held | null> =>
    leases.findOneAndUpdate({ _id, ...filter }, [{ $set: fields }], { returnDocument: 'after' });

  return {
    /** Takes the lease if nobody holds it. */
    async take(): Promise<Held | null> {
      const held = await change({ $expr: { $lt: ['$until', '$$NOW'] } }, { holder, until: until(leaseMs) });
      if (held || (await leases.countDocuments({ _id }, { limit: 1 })) > 0) return held;
      // $expr is not allowed where a document may be inserted: it is made first.
      await leases.updateOne({ _id }, { $setOnInsert: { holder: null, until: new Date(0), cursor: null, given: '' }, $currentDate: { keptAt: true } }, { upsert: true }).catch(unlessMade);
      return null;
    },
    /** Renews the lease and saves how far its holder has got; null when it was lost. */
    keep: (cursor: Cursor): Promise<Held | null> => change({ holder }, { cursor: { $literal: cursor }, keptAt: '$$NOW', until: until(leaseMs) }),
    /** Renews it while its holder is busy with something. */
    async busy<Result>(work: Promise<Result>): Promise<Result> {
      const begun = performance.now();
      const timer = setInterval(() => {
        if (performance.now() - begun > longestBusy) clearInterval(timer);
        else void change({ holder }, { until: until(leaseMs) }).catch(() => undefined);
      }, leaseMs / 3);
      return work.finally(() => clearInterval(timer));
    },
    /** Lets somebody else take it at once. */
    release: async (): Promise<void> => void (await change({ holder }, { holder: null, until: new Date(0) })),
    /** Tells the holder, whoever it is, a moment that somebody was given. */
    tell: async (given: string): Promise<void> => void (await leases.updateOne({ _id }, { $max: { given } })),
    /** How far the relay has got, whoever holds the lease. */
    cursor: async (): Promise<Cursor | null> => (await leases.findOne({ _id }))?.cursor ?? null,
    /** Whether no holder has saved its place for 10 s. */
    isSilent: async (): Promise<boolean> => (await leases.countDocuments({ _id, $expr: { $lt: ['$keptAt', { $subtract: ['$$NOW', longestSilence] }] } }, { limit: 1 })) > 0,
  };
}

const duplicateKey = 11000;

function unlessMade(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === duplicateKey)) throw error;
}
