import { measureTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardFinding, HeardRecord } from '../heard.ts';
import { decide, evolve } from './rules.ts';

const day = 'adoptedOn';
const filters = { finding: 'findingCode', kind: 'kind' };

/** Measures, newest first. */
export const measureStore = (db: Database, { offices, findings }: { offices: Source<HeardRecord>; findings: Source<HeardFinding> }) =>
  recordStore(db, {
    name: 'measures',
    topic: measureTopic,
    schema: recordSchema({ findingCode: String, kind: String, adoptedOn: String, title: String }, day),
    decide, evolve, day, filters,
    references: { officeCode: offices, findingCode: findings },
  });
