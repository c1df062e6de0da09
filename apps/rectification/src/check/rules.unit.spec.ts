import { county, givenOf, registrar } from '@xunlian/testing/given';
import { checkKey, decide, evolve, type CheckPeer, type CheckRefs, type StatedCheck } from './rules.ts';

const row: StatedCheck = {
  code: 'k1', kind: 'GUIDANCE', officeCode: '431302', targetOfficeCode: '431381', targetOrganizationCode: 'o1', cross: null,
  startsOn: '2020-05-11', endsOn: '2020-05-20',
};
const refs = {
  officeCode: { code: '431302', lineage: county },
  targetOfficeCode: { code: '431381', lineage: ['430000', '431300', '431381'] },
  targetOrganizationCode: { code: 'o1', lineage: county },
};
const given = givenOf<ReturnType<typeof evolve>, StatedCheck, CheckRefs, CheckPeer>({ decide, evolve }, refs);
const problem: CheckPeer = { code: 'q1', rectifiedOn: null, foundOn: null };
const withProblem = (differs: Partial<CheckPeer>) =>
  givenOf<ReturnType<typeof evolve>, StatedCheck, CheckRefs, CheckPeer>({ decide, evolve }, refs, (key) => (key === checkKey('k1') ? [{ ...problem, ...differs }] : []))(row);

describe('A check', () => {
  it('may end on the day it began', () => given().when({ ...row, endsOn: row.startsOn }).records({ lineage: county, endsOn: row.startsOn }));
  it('does not end before it began', () => given().when({ ...row, endsOn: '2020-05-10' }).refuses('INVALID', 'endsOn'));
  it('visits an office that is known', () => given().when(row, { ...refs, targetOfficeCode: undefined }).refuses('INVALID', 'targetOfficeCode'));
  it('checks an organisation that is known', () =>
    given().when(row, { ...refs, targetOrganizationCode: undefined }).refuses('INVALID', 'targetOrganizationCode'));
  it('does not begin after one of its problems was rectified', () => {
    const rectified = withProblem({ rectifiedOn: '2020-05-15' });
    rectified.when({ ...row, startsOn: '2020-05-16' }).refuses('CONFLICT', 'startsOn');
    rectified.when({ ...row, startsOn: '2020-05-15' }).records({ startsOn: '2020-05-15' });
  });
  it('does not end before the finding of one of its problems was found', () => {
    const about = withProblem({ foundOn: '2020-05-15' });
    about.when({ ...row, endsOn: '2020-05-14' }).refuses('CONFLICT', 'endsOn');
    about.when({ ...row, endsOn: '2020-05-15' }).records({ endsOn: '2020-05-15' });
    about.when({ ...row, endsOn: null }).records({ endsOn: null });
  });
  it('stays with its office, because its problems do', () => {
    const [moved, province] = [{ code: '431381', lineage: ['430000', '431300', '431381'] }, { ...registrar, lineage: ['430000'] }];
    given(row).when({ ...row, officeCode: '431381' }, { ...refs, officeCode: moved }, province).refuses('CONFLICT', 'officeCode');
  });
});
