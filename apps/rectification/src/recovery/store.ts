import { recoveryTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardFinding, HeardRecord } from '../heard.ts';
import { decide, evolve } from './rules.ts';

const day = 'recoveredOn';
const filters = { finding: 'findingCode' };

/** Recoveries, newest first. */
export const recoveryStore = (db: Database, { offices, findings }: { offices: Source<HeardRecord>; findings: Source<HeardFinding> }) =>
  recordStore(db, {
    name: 'recoveries',
    topic: recoveryTopic,
    schema: recordSchema({ findingCode: String, amountYuan: Number, recoveredOn: String }, day),
    decide, evolve, day, filters,
    references: { officeCode: offices, findingCode: findings },
  });
