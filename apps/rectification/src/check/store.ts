import { checkTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardRecord } from '../heard.ts';
import { decide, evolve } from './rules.ts';

const day = 'startsOn';
const filters = { kind: 'kind', targetOffice: 'targetOfficeCode', targetOrganization: 'targetOrganizationCode', cross: 'cross' };

/** Checks, newest first. */
export const checkStore = (db: Database, { offices, organizations }: { offices: Source<HeardRecord>; organizations: Source<HeardRecord> }) =>
  recordStore(db, {
    name: 'checks',
    topic: checkTopic,
    schema: recordSchema(
      { kind: String, targetOfficeCode: String, targetOrganizationCode: String, cross: Boolean, startsOn: String, endsOn: String },
      { day, filters },
    ),
    decide, evolve, day, filters,
    references: { officeCode: offices, targetOfficeCode: offices, targetOrganizationCode: organizations },
  });
