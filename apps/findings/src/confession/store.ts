import { confessionTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardOffice } from '../heard.ts';
import { decide, evolve } from './rules.ts';

const day = 'receivedOn';
const filters = {};

/** Confessions, newest first. */
export const confessionStore = (db: Database, { offices }: { offices: Source<HeardOffice> }) =>
  recordStore(db, {
    name: 'confessions',
    topic: confessionTopic,
    schema: recordSchema({ receivedOn: String }, day),
    decide, evolve, day, filters,
    references: { officeCode: offices },
  });
