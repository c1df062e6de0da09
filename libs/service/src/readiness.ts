import type { Database } from '@xunlian/store';
import { ageOf } from './observation/moment.ts';
import { signatureWindow } from './signature.ts';
import { within } from './within.ts';

/** A part that a service needs to answer: what is missing of it, or null. A check that fails or takes too long is missing itself. */
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

/** Names every part that is missing, or gives null. */
export async function missingAmong(parts: readonly Part[]): Promise<string | null> {
  const missing = await Promise.all(parts.map(({ name, missing: ask }) => within(patience, ask()).catch(() => name)));
  return missing.filter((what) => what !== null).join(', ') || null;
}

/** A database whose primary answers, and by whose clock this process's own is right: a wrong one makes every signature a stranger's. */
export function databasePart(db: Database): Part {
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

/** A feed that has taken all there was once, and that has not stood still for a minute while there is more to take. */
export function feedPart({ through, caughtUp, lag }: Reading, sources: readonly string[]): Part {
  const begun = performance.now();
  const behind = async (source: string) => {
    const moment = await through(source);
    if (moment === null && !(await caughtUp(source))) return `feed of ${source}, which is read for the first time`;
    // A process that was started again has what the one before it had, and a minute to get further.
    const age = (moment === null ? null : ageOf(moment)) ?? (performance.now() - begun) / 1_000;
    return age > farBehind && (await lag(source)) > 0 ? `feed of ${source}, ${Math.round(age)} s behind` : null;
  };
  return {
    name: 'feed',
    missing: async () => (await Promise.all(sources.map(behind))).filter((what) => what !== null).join(', ') || null,
  };
}
