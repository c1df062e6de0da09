import { interviewTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Cipher, type Database, type Source } from '@xunlian/store';
import type { HeardRecord } from '../heard.ts';
import { decide, evolve, sealed } from './rules.ts';

const day = 'heldOn';
const filters = { organization: 'organizationCode' };

/** Interviews, newest first; who was called in is encrypted. */
export const interviewStore = (db: Database, from: { offices: Source<HeardRecord>; organizations: Source<HeardRecord> }, cipher: Cipher | null) =>
  recordStore(db, {
    name: 'interviews',
    topic: interviewTopic,
    schema: recordSchema({ organizationCode: String, personRef: String, person: String, heldOn: String }, day),
    decide, evolve, sealed, day, filters,
    references: { officeCode: from.offices, organizationCode: from.organizations },
  }, cipher);
