import { clueTopic } from '@xunlian/events';
import { listedBy, recordSchema, recordStore, type Cipher, type Database, type Source } from '@xunlian/store';
import type { ClientSession } from 'mongoose';
import type { Finding } from '../finding/rules.ts';
import type { HeardInspection } from '../heard.ts';
import type { Outcome } from '../outcome/rules.ts';
import { clueKey, decide, evolve, stateOf, type CluePeer } from './rules.ts';

const day = 'foundOn';
const filters = { inspection: 'inspectionCode', organization: 'organizationCode', round: 'roundCode', finding: 'findingCode', receiver: 'receiver', state: 'state' };

/** Clues, newest first; what they are about is encrypted. */
export const clueStore = (db: Database, from: { inspections: Source<HeardInspection>; findings: Source<Finding> }, cipher: Cipher | null) =>
  recordStore(db, {
    name: 'clues',
    topic: clueTopic,
    schema: recordSchema(
      {
        inspectionCode: String, organizationCode: String, roundCode: String, findingCode: String, foundOn: String, about: String,
        transferredOn: String, receiver: String, caseOpenedOn: String, concludedOn: String, state: String,
      },
      day,
    ),
    decide, evolve, day, filters,
    references: { inspectionCode: from.inspections, findingCode: from.findings },
    derived: (clue) => ({ state: stateOf(clue) }),
    sealed: ['about'],
    peers: { keys: ({ code }) => [clueKey(code)], load: loadOutcomes(db) },
  }, cipher);

type OutcomeDocument = Pick<Outcome, 'clueCode' | 'decidedOn'> & { readonly _id: string };

const loadOutcomes = (db: Database) =>
  async (keys: readonly string[], session: ClientSession): Promise<readonly (readonly [string, CluePeer])[]> => {
    const clues = keys.map((key) => key.slice(clueKey('').length));
    const projection = { clueCode: 1, decidedOn: 1 };
    const outcomes = await db.collection<OutcomeDocument>('outcomes').find(listedBy('clueCode', clues), { session, projection }).toArray();
    return outcomes.map(({ _id: code, clueCode, decidedOn }) => [clueKey(clueCode ?? ''), { type: 'outcome', code, decidedOn }]);
  };
