import { tieTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardOrganization } from '../heard.ts';
import type { Person } from '../person/rules.ts';
import { decide, evolve } from './rules.ts';

const filters = { person: 'personCode', organization: 'organizationCode', kind: 'kind' };

/** Ties, ordered by code: those of a person stand together. */
export const tieStore = (db: Database, { people, organizations }: { people: Source<Person>; organizations: Source<HeardOrganization> }) =>
  recordStore(db, {
    name: 'ties',
    topic: tieTopic,
    schema: recordSchema({ personCode: String, organizationCode: String, kind: String, untilOn: String }),
    decide, evolve, filters,
    references: { personCode: people, organizationCode: organizations },
  });
