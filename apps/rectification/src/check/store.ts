import { checkTopic } from '@xunlian/events';
import { peersBy, recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { ClientSession } from 'mongoose';
import type { CheckProblem } from '../checkProblem/rules.ts';
import type { HeardFinding, HeardRecord } from '../heard.ts';
import { checkKey, decide, evolve, type CheckPeer } from './rules.ts';

const day = 'startsOn';
const filters = { kind: 'kind', targetOffice: 'targetOfficeCode', targetOrganization: 'targetOrganizationCode', cross: 'isCross' };

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
      { kind: String, targetOfficeCode: String, targetOrganizationCode: String, cross: Boolean, isCross: Boolean, startsOn: String, endsOn: String },
      day,
    ),
    decide, evolve, day, filters,
    derived: ({ cross }) => ({ isCross: cross === true }),
    references: { officeCode: offices, targetOfficeCode: offices, targetOrganizationCode: organizations },
    peers: { keys: ({ code }) => [checkKey(code)], guardedBy: 'RECORD', load: loadProblems(db, findings) },
  });

type Problem = Pick<CheckProblem, 'code' | 'findingCode' | 'rectifiedOn'>;

function loadProblems(db: Database, findings: Source<HeardFinding>) {
  const load = peersBy<Problem>(db, { collection: 'checkProblems', field: 'checkCode', key: checkKey, fields: ['findingCode', 'rectifiedOn'] });
  return async (keys: readonly string[], session: ClientSession): Promise<readonly (readonly [string, CheckPeer])[]> => {
    const problems = await load(keys, session);
    const about = await findings.find([...new Set(problems.flatMap(([, { findingCode }]) => findingCode ?? []))], session);
    return problems.map(([key, { code, findingCode, rectifiedOn }]) => [key, { code, rectifiedOn, foundOn: about.get(findingCode ?? '')?.foundOn ?? null }]);
  };
}
