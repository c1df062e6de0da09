import { cityRegistrar, county, givenOf, sibling } from '@xunlian/testing/given';
import type { Check } from '../check/rules.ts';
import { decide, evolve, standingOf, type CheckProblemRefs, type StatedCheckProblem } from './rules.ts';

const check: Check = {
  code: 'k1', lineage: county, officeCode: '431302', kind: 'LOOK_BACK', targetOfficeCode: null, targetOrganizationCode: null, cross: null,
  startsOn: '2020-05-11', endsOn: '2020-05-20',
};
const finding = { code: 'f1', lineage: county, inspectionCode: 'i1', immediate: null, foundOn: '2020-05-20' };
const refs = { checkCode: check, findingCode: finding };
const row: StatedCheckProblem = { code: 'q1', checkCode: 'k1', findingCode: 'f1', aspect: '整改落实', listed: true, rectifiedOn: '2020-05-11' };
const given = givenOf<ReturnType<typeof evolve>, StatedCheckProblem, CheckProblemRefs>({ decide, evolve }, refs);

describe('A problem of a check', () => {
  it('belongs to the office of its check', () => given().when(row).records({ lineage: county, checkCode: 'k1' }));
  it('is not about a finding that was found after the check', () =>
    given().when(row, { ...refs, findingCode: { ...finding, foundOn: '2020-05-21' } }).refuses('INVALID', 'findingCode'));
  it('may be about any finding while nobody says when the check ended', () =>
    given().when(row, { checkCode: { ...check, endsOn: null }, findingCode: { ...finding, foundOn: '2021-01-01' } }).records({ findingCode: 'f1' }));
  it('is not rectified before the check began', () => given().when({ ...row, rectifiedOn: '2020-05-10' }).refuses('INVALID', 'rectifiedOn'));
  it('may be new, without a finding', () =>
    given().when({ ...row, findingCode: null }, { ...refs, findingCode: undefined }).records({ findingCode: null }));
  it('may move to another check of the offices that the registrar acts for, where its day makes sense', () => {
    const moved = { ...row, checkCode: 'k2' };
    const to = (differs: Partial<Check>) => ({ ...refs, checkCode: { ...check, code: 'k2', ...differs } });
    given(row).when(moved, to({})).records({ checkCode: 'k2', lineage: county });
    given(row).when(moved, to({ startsOn: '2020-05-12' })).refuses('INVALID', 'rectifiedOn');
    given(row).when(moved, to({ lineage: sibling })).refuses('INVALID', 'checkCode');
    given(row).when(moved, to({ lineage: sibling }), cityRegistrar).records({ checkCode: 'k2', lineage: sibling });
    given(row).when(moved, to({ lineage: sibling }), { ...cityRegistrar, lineage: sibling }).refuses('INVALID', 'findingCode');
  });
  it('is fresh without a finding, rectified with a day, and not listed where nobody says so', () => {
    expect(standingOf(row)).toEqual({ isListed: true, fresh: false, rectified: true });
    expect(standingOf({ listed: null, findingCode: null, rectifiedOn: null })).toEqual({ isListed: false, fresh: true, rectified: false });
  });
});
