import { planOrganizationTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardOrganization } from '../heard.ts';
import type { Plan } from '../plan/rules.ts';
import { decide, evolve } from './rules.ts';

const filters = { plan: 'planCode', organization: 'organizationCode' };

/** Organisations on plans, ordered by code. */
export const planOrganizationStore = (db: Database, from: { plans: Source<Plan>; organizations: Source<HeardOrganization> }) =>
  recordStore(db, {
    name: 'planOrganizations',
    topic: planOrganizationTopic,
    schema: recordSchema({ planCode: String, organizationCode: String }),
    decide, evolve, filters,
    references: { planCode: from.plans, organizationCode: from.organizations },
  });
