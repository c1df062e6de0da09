import { Refusal } from '@xunlian/shared';
import type { Connection } from 'mongoose';
import { generationsOf, type Generation, type RebuildState } from './generation.ts';
import type { Rebuild } from './rebuild.ts';

/** The right to build one read model anew, which one process at a time has, and what is told of the building. */
export interface Claim {
  readonly by: string;
  /** Takes the right and counts up the generation. Throws a Refusal with CONFLICT while somebody else builds. */
  readonly take: () => Promise<Rebuild>;
  /** Says that the building goes on, so many events taken; false when somebody else has taken the right. */
  readonly beat: (taken: number) => Promise<boolean>;
  /** Says what came of it, unless somebody else has taken the right; that it failed, only while the generation is not live. */
  readonly end: (outcome: Pick<RebuildState, 'state' | 'taken' | 'rows' | 'reason'>) => Promise<void>;
  /** How far the last rebuild is; null before the first. */
  readonly status: () => Promise<Rebuild | null>;
}

/** Of whom nothing was heard for so many milliseconds builds no more. */
const longestSilence = 10_000;
const isSilent = { $lt: ['$rebuild.beatAt', { $subtract: ['$$NOW', longestSilence] }] };
const isBuilding = { $eq: ['$rebuild.state', 'BUILDING'] };
/** The swap has taken place, whatever became of who made it. */
const isLive = { $eq: ['$generation', '$rebuild.generation'] };
const gone = 'The process that built it is gone.';

/** The claim on the read model with this first collection, shown under its topic's name. */
export function claimOn(db: Connection, { name: _id, topic }: { readonly name: string; readonly topic: { readonly name: string } }, by = ''): Claim {
  const generations = generationsOf(db);
  const shown = ({ rebuild }: Generation): Rebuild | null => {
    if (!rebuild) return null;
    const { generation, state, taken, rows, reason, startedAt, beatAt } = rebuild;
    return { readModel: topic.name, generation, state, taken, rows, reason, seconds: Math.round((beatAt.getTime() - startedAt.getTime()) / 1_000) };
  };
  const tell = async (fields: object, only: object = {}): Promise<boolean> => {
    const told = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`rebuild.${name}`, { $literal: value as unknown }]));
    const { matchedCount } = await generations.updateOne({ _id, 'rebuild.by': by, ...only }, [{ $set: { ...told, 'rebuild.beatAt': '$$NOW' } }]);
    return matchedCount > 0;
  };
  return {
    by,
    async take() {
      const generation = { $add: [{ $max: ['$generation', { $ifNull: ['$rebuild.generation', 0] }] }, 1] };
      const rebuild = { generation, by, state: 'BUILDING', startedAt: '$$NOW', beatAt: '$$NOW', taken: 0, rows: null, reason: null };
      const taken = await generations.findOneAndUpdate(
        { _id, $expr: { $or: [{ $not: [isBuilding] }, isSilent] } }, [{ $set: { rebuild } }], { returnDocument: 'after' });
      const begun = taken && shown(taken);
      if (!begun) throw new Refusal('CONFLICT', `${topic.name} is being built anew already.`);
      return begun;
    },
    beat: (taken) => tell({ taken }),
    end: async (outcome) => void (await tell(outcome, outcome.state === 'FAILED' ? { $expr: { $not: [isLive] } } : {})),
    async status() {
      const [found] = await generations.aggregate<Generation & { readonly isGone: boolean }>([{ $match: { _id } }, { $set: { isGone: { $and: [isBuilding, isSilent] } } }]).toArray();
      const rebuild = found ? shown(found) : null;
      if (!rebuild || !found?.isGone) return rebuild;
      return found.generation === rebuild.generation ? { ...rebuild, state: 'DONE' } : { ...rebuild, state: 'FAILED', reason: gone };
    },
  };
}
