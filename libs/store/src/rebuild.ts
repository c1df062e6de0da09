import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { buildBeside, report, type Bus, type Cursors } from '@xunlian/bus';
import { Refusal, type Owned } from '@xunlian/shared';
import type { Connection } from 'mongoose';
import { inTransaction } from './connection.ts';
import { createGeneration, generationsOf, liveMark, type LiveMark, type RebuildState } from './generation.ts';
import { feedCursors, holdFeed, takeInto } from './projection.ts';
import type { KeptRow, ReadModel } from './readModel.ts';
import { claimOn, type Claim } from './rebuildClaim.ts';

/** How far the last rebuild of a read model is, or what came of it. */
export interface Rebuild extends Pick<RebuildState, 'generation' | 'state' | 'taken' | 'rows' | 'reason'> {
  readonly readModel: string;
  /** How long it took, or takes so far. */
  readonly seconds: number;
}

/** The read models of a service, which can be built anew. */
export interface ReadModels {
  readonly names: readonly string[];
  /** The last rebuild of each that was ever rebuilt; several of one that each instance keeps for itself. */
  readonly status: () => Promise<readonly Rebuild[]>;
  /** Begins to build one anew. Throws a Refusal with CONFLICT while somebody does. */
  readonly rebuild: (name: string) => Promise<Rebuild>;
  /** Gives up what is being built here. */
  readonly stop: () => Promise<void>;
}

/** Whose read models they are. */
export interface Hearing {
  readonly db: Connection;
  readonly bus: Bus;
  /** Name of the feed that writes the live ones. */
  readonly feed: string;
  readonly models: readonly ReadModel<Owned>[];
}

/** Milliseconds. */
const beatEvery = 1_000;

/** The read models of a service that keeps them in its database, each named for its topic. */
export function rebuilds(hearing: Hearing): ReadModels {
  const { db, models } = hearing;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  return {
    names: models.map(({ topic }) => topic.name),
    status: async () => (await Promise.all(models.map((model) => claimOn(db, model).status()))).filter((rebuild) => rebuild !== null),
    async rebuild(name) {
      const model = models.find(({ topic }) => topic.name === name);
      if (!model) throw new Refusal('NOT_FOUND', 'There is no such read model.');
      const claim = claimOn(db, model, randomUUID());
      const begun = await claim.take();
      const work = build(hearing, { model, claim, generation: begun.generation, signal: stopping.signal }).finally(() => running.delete(work));
      running.add(work);
      return begun;
    },
    async stop() {
      stopping.abort(new Refusal('CONFLICT', 'The process that built it was stopped.'));
      await Promise.all(running);
    },
  };
}

interface Work {
  readonly model: ReadModel<Owned>;
  readonly claim: Claim;
  readonly generation: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Builds, swaps and clears up; says what came of it, and never throws. */
async function build(hearing: Hearing, work: Work): Promise<void> {
  const { db } = hearing;
  const { model, claim } = work;
  const next = `${model.name}~${work.generation}`;
  const state: Progress = { taken: 0, useless: next };
  const ended = new AbortController();
  const beating = beat(claim, state, ended);
  try {
    await dropLeftovers(db, model.name);
    await createGeneration(db, next, model.schema);
    await fillAndSwap(hearing, { ...work, signal: AbortSignal.any([work.signal, ended.signal]) }, { next, state });
    const rows = await db.collection<KeptRow>(next).countDocuments({ _id: { $gt: liveMark } });
    await claim.end({ state: 'DONE', taken: state.taken, rows, reason: null });
  } catch (error) {
    report('a read model could not be built anew', { readModel: model.topic.name, cause: error instanceof Error ? error.message : String(error) });
    const reason = error instanceof Refusal ? error.message : 'It failed: the log of the service has the cause.';
    await claim.end({ state: 'FAILED', taken: state.taken, rows: null, reason }).catch(() => undefined);
  }
  ended.abort();
  await beating;
  // What cannot be dropped now is dropped by the next rebuild.
  if (state.useless !== null) await db.dropCollection(state.useless).catch(() => undefined);
}

interface Progress {
  /** Events so far. */
  taken: number;
  /** The collection that nobody needs when the building ends; null while it is not known whether a swap took place. */
  useless: string | null;
}

async function fillAndSwap({ db, bus, feed }: Hearing, { model, claim, generation, signal }: Work, { next, state }: { next: string; state: Progress }): Promise<void> {
  await buildBeside(bus, {
    topics: [model.topic], signal, live: () => feedCursors(db, feed),
    async take(events) {
      await takeInto(db, model, { collection: next, events });
      state.taken += events.length;
    },
    async swap(passed) {
      state.useless = null;
      const old = await swap(db, { model, next, generation, by: claim.by, feed }, passed);
      state.useless = old ?? next;
      return old !== null;
    },
  });
}

interface Swap {
  readonly model: ReadModel<Owned>;
  readonly next: string;
  readonly generation: number;
  readonly by: string;
  readonly feed: string;
}

const behind = new Error('The new generation is behind the live one.');

/**
 * Makes another collection the live one, and gives the one that was; null when it is still behind. First everything is
 * written, the cursors of the live feed above all: from then on no batch can commit that this view does not know, and every
 * batch that starts again sees the new generation.
 */
async function swap(db: Connection, { model: { name, topic }, next, generation, by, feed }: Swap, passed: (cursors: Cursors) => Promise<boolean>): Promise<string | null> {
  try {
    const { result } = await inTransaction(db, async (session) => {
      const stands = await holdFeed(db, { feed, topic }, session);
      const was = await generationsOf(db).findOneAndUpdate({ _id: name, 'rebuild.by': by }, { $set: { collection: next, generation } }, { session, returnDocument: 'before' });
      if (!was) throw new Refusal('CONFLICT', 'Somebody else builds it anew.');
      await db.collection<LiveMark>(was.collection).deleteOne({ _id: liveMark }, { session });
      await db.collection<LiveMark>(next).insertOne({ _id: liveMark, version: 0 }, { session });
      if (!(await passed(stands))) throw behind;
      return was.collection;
    });
    return result;
  } catch (error) {
    if (error === behind) return null;
    throw error;
  }
}

/** Tells every second how far the building is, until it has ended; ends it when somebody else has taken the right to build. */
async function beat(claim: Claim, state: Progress, ended: AbortController): Promise<void> {
  while (!ended.signal.aborted) {
    await pause(beatEvery, undefined, { signal: ended.signal }).catch(() => undefined);
    if (ended.signal.aborted) return;
    const goesOn = await claim.beat(state.taken).catch(() => true);
    if (!goesOn) ended.abort(new Refusal('CONFLICT', 'Somebody else builds it anew.'));
  }
}

/** Drops what rebuilds have left that were killed. Only who has the right to build may do so. */
async function dropLeftovers(db: Connection, name: string): Promise<void> {
  const known = await generationsOf(db).findOne({ _id: name });
  const names = (await db.listCollections()).map((collection) => collection.name);
  for (const other of names.filter((one) => one === name || one.startsWith(`${name}~`))) if (other !== known?.collection) await db.dropCollection(other);
}
