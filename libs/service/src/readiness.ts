import type { Bus, Relay } from '@xunlian/bus';
import type { Database } from '@xunlian/store';
import { ageOf } from './observation/moment.ts';
import type { Viewed } from './readModels.ts';
import { signatureWindow } from './signature.ts';
import type { Service } from './startService.ts';
import { within } from './within.ts';

/** A part that a service needs, to answer or to be up to date: what is missing of it, or null. A check that fails or takes too long is missing itself. */
export interface Part {
  readonly name: string;
  readonly missing: () => Promise<string | null>;
}

/** How far a feed has got: what readiness asks of it. */
interface Reading {
  readonly through: (source: string) => Promise<string | null>;
  readonly caughtUp: (source: string) => Promise<boolean>;
  readonly lag: (source: string) => Promise<number>;
}

/** Milliseconds: with it, whoever asks has an answer within 2 seconds. */
const patience = 1_500;
/** Seconds. */
const farBehind = 60;

/** What readiness is made of. */
interface Readable {
  readonly db: Database;
  /** Null where nothing is heard. */
  readonly feed: Reading | null;
  readonly sources: readonly string[];
  readonly bus: Pick<Bus, 'answers'>;
  /** Null where nothing is told. */
  readonly relay: Pick<Relay, 'isStuck'> | null;
  /** What else it needs to answer. */
  readonly others?: readonly Part[];
}

/** Says what a service lacks to answer, and what is late while it does. */
export function readinessOf({ db, feed, sources, bus, relay, others = [] }: Readable): Pick<Service<Viewed>, 'ready' | 'late'> {
  const needed = [databasePart(db), ...(feed ? [readOncePart(feed, sources)] : []), ...others];
  const timely = [...(feed ? [feedPart(feed, sources)] : []), brokerPart(bus, relay)];
  return { ready: () => missingAmong(needed), late: () => lateAmong(timely) };
}

/** Names every part that is missing, or gives null: without it the service cannot answer. */
export async function missingAmong(parts: readonly Part[]): Promise<string | null> {
  return (await lateAmong(parts)).join(', ') || null;
}

/** Names every part of these that is late, while the service answers. */
export async function lateAmong(parts: readonly Part[]): Promise<string[]> {
  const missing = await Promise.all(parts.map(({ name, missing: ask }) => within(patience, ask()).catch(() => name)));
  return missing.filter((what) => what !== null);
}

/** A database whose primary answers, and by whose clock this process's own is right: a wrong one makes every signature a stranger's. */
function databasePart(db: Database): Part {
  return {
    name: 'database',
    missing: async () => {
      if (!db.db) return 'database';
      const hello = await db.db.command({ hello: 1 }, { timeoutMS: patience });
      const off = hello['localTime'] instanceof Date ? (Date.now() - hello['localTime'].getTime()) / 1_000 : 0;
      return Math.abs(off) * 1_000 > signatureWindow / 2 ? `clock, ${Math.abs(off).toFixed(0)} s ${off > 0 ? 'ahead of' : 'behind'} the database's` : null;
    },
  };
}

/** A feed that has taken all there was once, by this process or by one before it: until then there are no answers to give. */
export function readOncePart({ through, caughtUp }: Pick<Reading, 'through' | 'caughtUp'>, sources: readonly string[]): Part {
  return ofSources(sources, async (source) =>
    (await through(source)) === null && !(await caughtUp(source)) ? `feed of ${source}, which is read for the first time` : null);
}

/**
 * A feed that has not stood still for a minute while there is more to take. It is late and no more: all processes of a service
 * have one feed, and would all refuse, commands too, until they have what came while a broker was away.
 */
export function feedPart({ through, lag }: Pick<Reading, 'through' | 'lag'>, sources: readonly string[]): Part {
  const begun = performance.now();
  return ofSources(sources, async (source) => {
    const moment = await through(source);
    // A process that was started again has what the one before it had, and a minute to get further.
    const age = (moment === null ? null : ageOf(moment)) ?? (performance.now() - begun) / 1_000;
    return age > farBehind && (await lag(source)) > 0 ? `feed of ${source}, ${Math.round(age)} s behind` : null;
  });
}

/** A broker that answers and takes what it is sent. While it does not, commands go on, and nobody hears of them. */
export function brokerPart(bus: Pick<Bus, 'answers'>, relay: Pick<Relay, 'isStuck'> | null): Part {
  return {
    name: 'broker',
    missing: async () => {
      const [answers, isStuck] = await Promise.all([bus.answers(), relay?.isStuck()]);
      return answers && !isStuck ? null : 'broker';
    },
  };
}

function ofSources(sources: readonly string[], missing: (source: string) => Promise<string | null>): Part {
  return { name: 'feed', missing: async () => (await Promise.all(sources.map(missing))).filter((what) => what !== null).join(', ') || null };
}
