import { divisionTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database } from '@xunlian/store';
import { decide, evolve } from './rules.ts';

const filters = { level: 'level', parent: 'parentCode' };

/** Divisions, ordered by code. */
export const divisionStore = (db: Database) =>
  recordStore(db, {
    name: 'divisions',
    topic: divisionTopic,
    schema: recordSchema({ name: String, level: String, parentCode: String }),
    decide, evolve, filters,
    references: { parentCode: 'self' },
  });
