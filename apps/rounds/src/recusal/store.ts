import { listedBy, type Database, type ReadModel, type Source } from '@xunlian/store';
import type { ClientSession } from 'mongoose';
import type { HeardPerson, HeardTie } from '../heard.ts';
import { recusalKey, recusalPlaces, type Duty, type Tie } from './rules.ts';

/** A person of the pools with all ties. */
export type TiedPerson = HeardPerson & { readonly ties: readonly Tie[] };

/** Somebody authorised for a group in a round, as its inspections see them. */
export interface Member {
  readonly type: 'member';
  /** Code of the person. */
  readonly code: string;
  readonly ties: readonly Tie[];
}

/** An inspection of a group in a round, as its members see it. */
export interface GroupDuty extends Duty {
  readonly type: 'inspection';
  /** Code of the inspection. */
  readonly code: string;
}

interface Placed {
  readonly _id: string;
  readonly roundCode: string;
  readonly groupCode: string;
}

/** People as the rules need them: each with the ties that are known in the same transaction. */
export function peopleWithTies(people: Source<HeardPerson>, ties: ReadModel<HeardTie>): Source<TiedPerson> {
  return {
    async find(codes, session) {
      if (codes.length === 0) return new Map();
      const found = await people.find(codes, session);
      const known = await ties.findBy('personCode', codes, session);
      const byPerson = Map.groupBy(known.values(), ({ personCode }) => personCode);
      return new Map([...found].map(([code, person]) => [code, { ...person, ties: byPerson.get(code) ?? [] }]));
    },
  };
}

/** Loads the members of groups in rounds, each by the recusal key of its place. */
export const loadMembers = (db: Database, people: Source<TiedPerson>) =>
  async (keys: readonly string[], session: ClientSession): Promise<readonly (readonly [string, Member])[]> => {
    const assigned = await placed<Placed & { readonly personCode: string }>(db, 'assignments', { keys, session });
    const found = await people.find([...new Set(assigned.map(({ personCode }) => personCode))], session);
    return assigned.map((assignment) => {
      const { personCode: code } = assignment;
      return [recusalKey(assignment), { type: 'member', code, ties: found.get(code)?.ties ?? [] }];
    });
  };

/** Loads the inspections of groups in rounds, each by the recusal key of its place. */
export const loadDuties = (db: Database) =>
  async (keys: readonly string[], session: ClientSession): Promise<readonly (readonly [string, GroupDuty])[]> =>
    (await placed<Placed & Duty>(db, 'inspections', { keys, session })).map(({ _id: code, organizationCode, preparedOn, enteredOn, ...place }) =>
      [recusalKey(place), { type: 'inspection', code, organizationCode, preparedOn, enteredOn }]);

/** Documents of a round and a group. */
export async function placed<Document extends Placed>(
  db: Database,
  collection: string,
  { keys, session }: { keys: readonly string[]; session: ClientSession },
): Promise<readonly Document[]> {
  const places = recusalPlaces(keys);
  if (places.length === 0) return [];
  const conditions = { ...listedBy('roundCode', unique(places.map(({ roundCode }) => roundCode))), groupCode: { $in: unique(places.map(({ groupCode }) => groupCode)) } };
  return db.collection(collection).find<Document>(conditions, { session }).toArray();
}

function unique(codes: readonly string[]): string[] {
  return [...new Set(codes)];
}
