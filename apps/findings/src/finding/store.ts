import { findingTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardInspection } from '../heard.ts';
import { decide, evolve } from './rules.ts';

const day = 'foundOn';
const filters = { inspection: 'inspectionCode', organization: 'organizationCode', round: 'roundCode', discipline: 'discipline', scope: 'scope' };

/** Findings, newest first. */
export const findingStore = (db: Database, { inspections }: { inspections: Source<HeardInspection> }) =>
  recordStore(db, {
    name: 'findings',
    topic: findingTopic,
    schema: recordSchema(
      {
        inspectionCode: String, organizationCode: String, roundCode: String, discipline: String, theme: String, scope: String,
        immediate: Boolean, foundOn: String, summary: String,
      },
      day,
    ),
    decide, evolve, day, filters,
    references: { inspectionCode: inspections },
  });
