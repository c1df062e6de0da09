import { courseTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardOffice } from '../heard.ts';
import { decide, evolve } from './rules.ts';

const filters = { kind: 'kind' };
const day = 'startsOn';

/** Courses, those that start last first. */
export const courseStore = (db: Database, { offices }: { offices: Source<HeardOffice> }) =>
  recordStore(db, {
    name: 'courses',
    topic: courseTopic,
    schema: recordSchema({ name: String, kind: String, startsOn: String, endsOn: String }, day),
    decide, evolve, day, filters,
    references: { officeCode: offices },
  });
