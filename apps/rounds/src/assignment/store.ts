import { assignmentTopic } from '@xunlian/events';
import { listedBy, recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { ClientSession } from 'mongoose';
import type { HeardGroup } from '../heard.ts';
import { recusalKey } from '../recusal/rules.ts';
import { loadDuties, placed, type TiedPerson } from '../recusal/store.ts';
import { roundKey, type Round } from '../round/rules.ts';
import { authorisedIn, authorisedKey, decide, evolve, type Assignment, type AssignmentPeer } from './rules.ts';

const filters = { round: 'roundCode', group: 'groupCode', person: 'personCode', role: 'role' };

type Loaded = readonly (readonly [string, AssignmentPeer])[];

/** Authorisations, ordered by code. */
export const assignmentStore = (db: Database, { rounds, groups, people }: { rounds: Source<Round>; groups: Source<HeardGroup>; people: Source<TiedPerson> }) =>
  recordStore(db, {
    name: 'assignments',
    topic: assignmentTopic,
    schema: recordSchema({ roundCode: String, groupCode: String, personCode: String, role: String }),
    decide, evolve, filters,
    references: { roundCode: rounds, groupCode: groups, personCode: people },
    peers: {
      keys: (row) => [recusalKey(row), roundKey(row.roundCode), authorisedKey(row)],
      load: async (keys, session): Promise<Loaded> =>
        [...await loadAssigned(db, keys, session), ...await loadAuthorised(db, keys, session), ...await loadDuties(db)(keys, session)],
      join: asPeer,
    },
  });

async function loadAssigned(db: Database, keys: readonly string[], session: ClientSession): Promise<Loaded> {
  const found = await placed<AssignmentDocument>(db, 'assignments', { keys, session });
  return found.map((assignment) => [recusalKey(assignment), asPeer({ ...assignment, code: assignment._id })]);
}

async function loadAuthorised(db: Database, keys: readonly string[], session: ClientSession): Promise<Loaded> {
  const places = authorisedIn(keys);
  if (places.length === 0) return [];
  const conditions = { ...listedBy('personCode', places.map(({ personCode }) => personCode)), roundCode: { $in: [...new Set(places.map(({ roundCode }) => roundCode))] } };
  const found = await db.collection('assignments').find<AssignmentDocument>(conditions, { session }).toArray();
  return found.map((assignment) => [authorisedKey(assignment), asPeer({ ...assignment, code: assignment._id })]);
}

type AssignmentDocument = Assignment & { readonly _id: string };

function asPeer({ code, groupCode, personCode, role }: Assignment): AssignmentPeer {
  return { type: 'assignment', code, groupCode, personCode, role };
}
