import { checkProblemTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type OwnSource, type Source } from '@xunlian/store';
import type { Check } from '../check/rules.ts';
import type { HeardFinding } from '../heard.ts';
import { decide, evolve, standingOf } from './rules.ts';

const filters = { check: 'checkCode', finding: 'findingCode', listed: 'isListed', fresh: 'fresh', rectified: 'rectified' };

/** Problems of checks, ordered by code. */
export const checkProblemStore = (db: Database, { checks, findings }: { checks: OwnSource<Check>; findings: Source<HeardFinding> }) =>
  recordStore(db, {
    name: 'checkProblems',
    topic: checkProblemTopic,
    schema: recordSchema(
      { checkCode: String, findingCode: String, aspect: String, listed: Boolean, rectifiedOn: String, isListed: Boolean, fresh: Boolean, rectified: Boolean },
    ),
    decide, evolve, filters,
    references: { checkCode: checks.held, findingCode: findings },
    derived: standingOf,
  });
