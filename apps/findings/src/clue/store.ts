import { clueTopic } from '@xunlian/events';
import { peersBy, recordSchema, recordStore, type Cipher, type Database, type Source } from '@xunlian/store';
import type { Finding } from '../finding/rules.ts';
import type { HeardInspection } from '../heard.ts';
import { clueKey, decide, evolve, sealed, stateOf, type CluePeer } from './rules.ts';

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
    decide, evolve, sealed, day, filters,
    references: { inspectionCode: from.inspections, findingCode: from.findings },
    derived: (clue) => ({ state: stateOf(clue) }),
    peers: {
      keys: ({ code }) => [clueKey(code)],
      guardedBy: 'RECORD',
      load: peersBy<CluePeer>(db, { collection: 'outcomes', field: 'clueCode', key: clueKey, fields: ['decidedOn'] }),
    },
  }, cipher);
