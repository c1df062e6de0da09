import { organizationTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { Division } from '../division/rules.ts';
import type { Office } from '../office/rules.ts';
import { decide, evolve } from './rules.ts';

const filters = { kind: 'kind', division: 'divisionCode', parent: 'parentCode' };

/** Party organisations, ordered by code. */
export const organizationStore = (db: Database, { divisions, offices }: { divisions: Source<Division>; offices: Source<Office> }) =>
  recordStore(db, {
    name: 'organizations',
    topic: organizationTopic,
    schema: recordSchema({ name: String, kind: String, divisionCode: String, parentCode: String }, { filters }),
    decide, evolve, filters,
    references: { divisionCode: divisions, officeCode: offices, parentCode: 'self' },
  });
