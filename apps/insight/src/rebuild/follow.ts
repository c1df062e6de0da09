import { setTimeout as pause } from 'node:timers/promises';
import { buildBeside, type Bus } from '@xunlian/bus';
import { causeOf, log } from '@xunlian/service';
import { Refusal } from '@xunlian/shared';
import type { Database, ReadModels } from '@xunlian/store';
import type { Rows } from '../rows/file.ts';
import { heardTopics } from '../tables.ts';
import { readModel, rebuildStore, type Standing } from './store.ts';

/** Whose rows they are. */
export interface Keeping {
  readonly db: Database;
  readonly bus: Bus;
  readonly rows: Rows;
  /** Name of this instance, the same when it comes back. */
  readonly instance: string;
}

/** Milliseconds between looks whether the rows are to be built anew, which are signs of life too, and between accounts of a building. */
const looks = { every: 4_000, tell: 1_000 };

interface Following extends Keeping {
  readonly store: ReturnType<typeof rebuildStore>;
  readonly signal: AbortSignal;
  /** Ends the present wait until the next look. */
  waiting: AbortController;
  standing: Standing;
}

/**
 * The rows as a read model that can be built anew. It is asked of one instance and done by each that keeps rows: they find it in
 * the database of this service. One that was down finds it when it is back, since its file knows what generation it is.
 */
export function followRebuilds(keeping: Keeping): ReadModels {
  const stopping = new AbortController();
  const store = rebuildStore(keeping.db, keeping.instance);
  const following: Following = { ...keeping, store, signal: stopping.signal, waiting: new AbortController(), standing: { generation: null, building: null } };
  const running = follow(following);
  return {
    names: [readModel],
    status: async () => statusOf(await store.wanted(), await store.standings()),
    async rebuild() {
      const before = await store.wanted();
      if (statusOf(before, await store.standings()).some(({ state }) => state === 'BUILDING')) throw new Refusal('CONFLICT', `${readModel} are being built anew already.`);
      const generation = await store.want(before);
      following.waiting.abort();
      return { readModel, generation, state: 'BUILDING', taken: 0, rows: null, seconds: 0, reason: null };
    },
    async stop() {
      stopping.abort(new Refusal('CONFLICT', 'The process that built it was stopped.'));
      following.waiting.abort();
      await running;
      await store.leave().catch(() => undefined);
    },
  };
}

/** How far each instance is with the generation that is wanted; nothing while none was ever wanted. */
function statusOf(wanted: number, standings: readonly Standing[]) {
  if (wanted === 0) return [];
  return standings.map(({ generation, building }) => {
    if (building?.generation === wanted) return { readModel, ...building };
    // One that has not yet looked, or whose rows were new when it came.
    const state = generation === wanted ? 'DONE' as const : 'BUILDING' as const;
    return { readModel, generation: wanted, state, taken: 0, rows: null, seconds: 0, reason: null };
  });
}

async function follow(following: Following): Promise<void> {
  const { signal, store } = following;
  while (!signal.aborted) {
    const waiting = following.waiting = new AbortController();
    try {
      await look(following, await store.wanted());
      await tell(following, following.standing);
    } catch (error) {
      log('error', 'What is to be built anew cannot be looked up, trying again.', { cause: causeOf(error) });
    }
    if (!signal.aborted) await pause(looks.every, undefined, { signal: waiting.signal }).catch(() => undefined);
  }
}

async function tell(following: Following, standing: Standing): Promise<void> {
  following.standing = standing;
  await following.store.tell(standing);
}

/** Builds the rows anew if they are of another generation than the one that is wanted, and were not tried for it yet. */
async function look(following: Following, wanted: number): Promise<void> {
  if (following.standing.generation === null) await begin(following, wanted);
  const { generation, building } = following.standing;
  if ((generation ?? wanted) < wanted && (building?.generation ?? 0) < wanted) await build(following, wanted);
}

/**
 * Says of which generation the file's rows are: rows that were new when it came are of the one that is wanted, and so are those of a
 * generation that was never wanted here, but in a database that this one has taken the place of.
 */
async function begin(following: Following, wanted: number): Promise<void> {
  const { rows, standing } = following;
  const kept = await rows.generation();
  const generation = kept === null || kept > wanted ? wanted : kept;
  if (generation !== kept) await rows.adopt(generation);
  await tell(following, { ...standing, generation });
}

/** Tells an account after the other until the signal comes, and has then told the last one. */
async function tellWhile(signal: AbortSignal, account: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await pause(looks.tell, undefined, { signal }).then(account).catch(() => undefined);
  }
}

async function build(following: Following, generation: number): Promise<void> {
  const { rows, standing } = following;
  const began = performance.now();
  let taken = 0;
  const building = (state: 'BUILDING' | 'DONE' | 'FAILED', outcome: { rows?: number | null; reason?: string } = {}) =>
    ({ generation, state, taken, rows: outcome.rows ?? null, seconds: Math.round((performance.now() - began) / 1_000), reason: outcome.reason ?? null });
  const ended = new AbortController();
  const telling = tellWhile(ended.signal, () => tell(following, { ...following.standing, building: building('BUILDING') }));
  // Nothing that is still on its way may hide how it ended.
  const end = async (last: Standing) => {
    ended.abort();
    await telling;
    await tell(following, last);
  };
  try {
    await buildAndSwap(following, { generation, onTaken: (events) => { taken += events; } });
  } catch (error) {
    log('error', 'The rows could not be built anew.', { cause: causeOf(error) });
    const reason = error instanceof Refusal ? error.message : 'It failed: the log of the service has the cause.';
    return await end({ ...standing, building: building('FAILED', { reason }) });
  }
  // They are live, whether they can be counted or not.
  await end({ generation, building: building('DONE', { rows: await rows.count().catch(() => null) }) });
}

async function buildAndSwap({ bus, rows, signal }: Following, { generation, onTaken }: { generation: number; onTaken: (events: number) => void }): Promise<void> {
  const beside = await rows.beside();
  try {
    await buildBeside(bus, {
      topics: heardTopics, signal, live: rows.projection.cursors,
      take: async (events) => {
        await beside.take(events);
        onTaken(events.length);
      },
      swap: (passed) => beside.swap(generation, passed),
    });
  } finally {
    await beside.close();
  }
}
