import { rectificationTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { FedBackFinding, HeardRecord } from '../heard.ts';
import { decide, evolve, stateOf } from './rules.ts';

const day = 'dueOn';
const filters = { organization: 'organizationCode', inspection: 'inspectionCode', state: 'state' };

/** Rectifications, last due first. */
export const rectificationStore = (db: Database, from: { findings: Source<FedBackFinding>; organizations: Source<HeardRecord> }) =>
  recordStore(db, {
    name: 'rectifications',
    topic: rectificationTopic,
    schema: recordSchema(
      { organizationCode: String, inspectionCode: String, dueOn: String, completedOn: String, verifiedOn: String, state: String },
      day,
    ),
    decide, evolve, day, filters,
    references: { findingCode: from.findings, organizationCode: from.organizations },
    derived: (rectification) => ({ state: stateOf(rectification) }),
  });
