import { campaignTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardRecord } from '../heard.ts';
import { decide, evolve } from './rules.ts';

const day = 'startsOn';
const filters = { organization: 'organizationCode' };

/** Campaigns, newest first. */
export const campaignStore = (db: Database, { offices, organizations }: { offices: Source<HeardRecord>; organizations: Source<HeardRecord> }) =>
  recordStore(db, {
    name: 'campaigns',
    topic: campaignTopic,
    schema: recordSchema({ organizationCode: String, theme: String, startsOn: String, endsOn: String }, day),
    decide, evolve, day, filters,
    references: { officeCode: offices, organizationCode: organizations },
  });
