import { checkTopic } from '@xunlian/events';
import { listedBy, recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { ClientSession } from 'mongoose';
import type { CheckProblem } from '../checkProblem/rules.ts';
import type { HeardFinding, HeardRecord } from '../heard.ts';
import { checkKey, decide, evolve, type CheckPeer } from './rules.ts';

const day = 'startsOn';
const filters = { kind: 'kind', targetOffice: 'targetOfficeCode', targetOrganization: 'targetOrganizationCode', cross: 'cross' };

interface CheckSources {
  readonly offices: Source<HeardRecord>;
  readonly organizations: Source<HeardRecord>;
  readonly findings: Source<HeardFinding>;
}

/** Checks, newest first. */
export const checkStore = (db: Database, { offices, organizations, findings }: CheckSources) =>
  recordStore(db, {
    name: 'checks',
    topic: checkTopic,
    schema: recordSchema(
      { kind: String, targetOfficeCode: String, targetOrganizationCode: String, cross: Boolean, startsOn: String, endsOn: String },
      day,
    ),
    decide, evolve, day, filters,
    references: { officeCode: offices, targetOfficeCode: offices, targetOrganizationCode: organizations },
    peers: { keys: ({ code }) => [checkKey(code)], load: loadProblems(db, findings) },
  });

type ProblemDocument = Pick<CheckProblem, 'checkCode' | 'findingCode' | 'rectifiedOn'> & { readonly _id: string };

const loadProblems = (db: Database, findings: Source<HeardFinding>) =>
  async (keys: readonly string[], session: ClientSession): Promise<readonly (readonly [string, CheckPeer])[]> => {
    const checks = keys.map((key) => key.slice(checkKey('').length));
    const projection = { checkCode: 1, findingCode: 1, rectifiedOn: 1 };
    const problems = await db.collection<ProblemDocument>('checkProblems').find(listedBy('checkCode', checks), { session, projection }).toArray();
    const about = await findings.find([...new Set(problems.flatMap(({ findingCode }) => findingCode ?? []))], session);
    return problems.map(({ _id: code, checkCode, findingCode, rectifiedOn }) =>
      [checkKey(checkCode), { type: 'checkProblem', code, rectifiedOn, foundOn: about.get(findingCode ?? '')?.foundOn ?? null }]);
  };
