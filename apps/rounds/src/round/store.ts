import { roundTopic } from '@xunlian/events';
import { listedBy, recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { ClientSession } from 'mongoose';
import type { HeardOffice } from '../heard.ts';
import { recusalKey, type Duty } from '../recusal/rules.ts';
import { loadMembers, type TiedPerson } from '../recusal/store.ts';
import { decide, evolve, numberKey, roundKey, roundsIn, type Round, type RoundDuty, type RoundPeer } from './rules.ts';

const day = 'startsOn';
const filters = { kind: 'kind', term: 'term', ledBy: 'ledByCode' };
const numbered = { officeCode: 1, term: 1, sequence: 1 } as const;

type Loaded = readonly (readonly [string, RoundPeer])[];

/** Rounds, the latest start first. */
export const roundStore = (db: Database, { offices, people }: { offices: Source<HeardOffice>; people: Source<TiedPerson> }) =>
  recordStore(db, {
    name: 'rounds',
    topic: roundTopic,
    schema: recordSchema(
      { name: String, term: Number, sequence: Number, kind: String, ledByCode: String, startsOn: String, endsOn: String },
      day,
    ).index(numbered),
    decide, evolve, day, filters,
    references: { officeCode: offices, ledByCode: 'self' },
    peers: {
      keys: (row) => [numberKey(row), roundKey(row.code)],
      load: async (keys, session): Promise<Loaded> =>
        [...await loadNumbered(db, keys, session), ...await loadInspections(db, people)(roundsIn(keys), session)],
      join: ({ code }): RoundPeer => ({ type: 'round', code }),
    },
  });

async function loadNumbered(db: Database, keys: readonly string[], session: ClientSession): Promise<Loaded> {
  const numbers = keys.flatMap((key) => {
    const [officeCode, term, sequence, kind] = key.startsWith('number/') ? key.slice('number/'.length).split('~') : [];
    return officeCode === undefined ? [] : [{ officeCode, term: Number(term), sequence: Number(sequence), kind }];
  });
  if (numbers.length === 0) return [];
  const found = await db.collection('rounds').find<Round & { _id: string }>({ $or: numbers }, { session }).toArray();
  return found.map((round) => [numberKey(round), { type: 'round', code: round._id }]);
}

/** Ties matter only where no day of its own decides an inspection: only there are they looked up. */
const loadInspections = (db: Database, people: Source<TiedPerson>) =>
  async (rounds: readonly string[], session: ClientSession): Promise<Loaded> => {
    const found = await db.collection('inspections').find<InspectionDocument>(listedBy('roundCode', rounds), { session }).toArray();
    const undated = found.filter(({ enteredOn, preparedOn }) => enteredOn === null && preparedOn === null);
    const members = Map.groupBy(await loadMembers(db, people)([...new Set(undated.map(recusalKey))], session), ([key]) => key);
    return found.map((document) => {
      const { _id: code, organizationCode, enteredOn, preparedOn } = document;
      const ties = (members.get(recusalKey(document)) ?? []).flatMap(([, member]) => member.ties);
      const duty: RoundDuty = { type: 'inspection', code, organizationCode, enteredOn, preparedOn, ties };
      return [roundKey(document.roundCode), duty];
    });
  };

interface InspectionDocument extends Duty {
  readonly _id: string;
  readonly roundCode: string;
  readonly groupCode: string;
}
