import { petitionTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardInspection } from '../heard.ts';
import { decide, evolve } from './rules.ts';

const day = 'receivedOn';
const filters = { inspection: 'inspectionCode', organization: 'organizationCode', round: 'roundCode', channel: 'channel' };

/** Petitions, newest first. */
export const petitionStore = (db: Database, { inspections }: { inspections: Source<HeardInspection> }) =>
  recordStore(db, {
    name: 'petitions',
    topic: petitionTopic,
    schema: recordSchema(
      { inspectionCode: String, organizationCode: String, roundCode: String, channel: String, receivedOn: String, relevant: Boolean },
      day,
    ),
    decide, evolve, day, filters,
    references: { inspectionCode: inspections },
  });
