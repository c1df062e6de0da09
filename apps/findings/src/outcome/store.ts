import { outcomeTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Cipher, type Database, type OwnSource, type Source } from '@xunlian/store';
import type { Clue } from '../clue/rules.ts';
import type { HeardOffice } from '../heard.ts';
import { decide, evolve, sealed } from './rules.ts';

const day = 'decidedOn';
const filters = { clue: 'clueCode', kind: 'kind', accountability: 'isAccountability' };

/** Outcomes, newest first; who they happened to is encrypted. */
export const outcomeStore = (db: Database, { offices, clues }: { offices: Source<HeardOffice>; clues: OwnSource<Clue> }, cipher: Cipher | null) =>
  recordStore(db, {
    name: 'outcomes',
    topic: outcomeTopic,
    schema: recordSchema(
      { clueCode: String, personRef: String, person: String, kind: String, accountability: Boolean, isAccountability: Boolean, decidedOn: String },
      day,
    ),
    decide, evolve, sealed, day, filters,
    derived: (outcome) => ({ isAccountability: outcome.accountability === true }),
    references: { officeCode: offices, clueCode: clues.held },
  }, cipher);
