import { planTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardOffice } from '../heard.ts';
import { decide, evolve } from './rules.ts';

const day = 'startsOn';
const filters = {};

/** Coverage plans, the latest start first. */
export const planStore = (db: Database, { offices }: { offices: Source<HeardOffice> }) =>
  recordStore(db, {
    name: 'plans',
    topic: planTopic,
    schema: recordSchema({ name: String, startsOn: String, endsOn: String }, day),
    decide, evolve, day, filters,
    references: { officeCode: offices },
  });
