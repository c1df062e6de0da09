import { assignmentTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { ClientSession } from 'mongoose';
import type { HeardGroup } from '../heard.ts';
import { recusalKey } from '../recusal/rules.ts';
import { loadDuties, placed, type TiedPerson } from '../recusal/store.ts';
import { roundKey, type Round } from '../round/rules.ts';
import { decide, evolve, type Assignment, type AssignmentPeer } from './rules.ts';

const filters = { round: 'roundCode', group: 'groupCode', person: 'personCode', role: 'role' };

type Loaded = readonly (readonly [string, AssignmentPeer])[];

/** Authorisations, ordered by code. */
export const assignmentStore = (db: Database, { rounds, groups, people }: { rounds: Source<Round>; groups: Source<HeardGroup>; people: Source<TiedPerson> }) =>
  recordStore(db, {
    name: 'assignments',
    topic: assignmentTopic,
    schema: recordSchema({ roundCode: String, groupCode: String, personCode: String, role: String }, { filters }),
    decide, evolve, filters,
    references: { roundCode: rounds, groupCode: groups, personCode: people },
    peers: {
      keys: (row) => [recusalKey(row), roundKey(row.roundCode)],
      load: async (keys, session): Promise<Loaded> => [...await loadAssigned(db, keys, session), ...await loadDuties(db)(keys, session)],
      join: asPeer,
    },
  });

async function loadAssigned(db: Database, keys: readonly string[], session: ClientSession): Promise<Loaded> {
  const found = await placed<Assignment & { _id: string }>(db, 'assignments', { keys, session });
  return found.map((assignment) => [recusalKey(assignment), asPeer({ ...assignment, code: assignment._id })]);
}

function asPeer({ code, personCode, role }: Assignment): AssignmentPeer {
  return { type: 'assignment', code, personCode, role };
}
