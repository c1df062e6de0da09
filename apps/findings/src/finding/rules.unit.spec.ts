import { county, givenOf, sibling } from '@xunlian/testing/given';
import { inspection } from '../../test/inspection.ts';
import { decide, evolve, type FindingRefs, type StatedFinding } from './rules.ts';

const row: StatedFinding = {
  code: 'f1', inspectionCode: 'i1', discipline: 'WORK', theme: '三资管理', scope: 'COMMON', immediate: null, foundOn: '2020-03-10', summary: '三资管理方面存在问题',
};
const refs: FindingRefs = { inspectionCode: inspection };
const given = givenOf<ReturnType<typeof evolve>, StatedFinding, FindingRefs>({ decide, evolve }, refs);
const held = (differs: Partial<typeof inspection>) => ({ inspectionCode: { ...inspection, ...differs } });

describe('A finding', () => {
  it('takes office, organisation and round from its inspection', () =>
    given().when(row).records({ lineage: county, organizationCode: 'o1', roundCode: 'r1' }));
  it('publishes neither its theme nor its summary', () => given().when(row).keepsToItself('theme', 'summary'));
  it('stated again changes nothing', () => given(row).when(row).changesNothing());
  it('is of an inspection that is known', () => given().when(row, { inspectionCode: undefined }).refuses('INVALID', 'inspectionCode'));
  it('may be found on the day the group entered', () => given().when({ ...row, foundOn: '2020-03-01' }).records({ foundOn: '2020-03-01' }));
  it('is not found before the group entered', () => given().when({ ...row, foundOn: '2020-02-29' }).refuses('INVALID', 'foundOn'));
  it('may be found on the day of the feedback', () => given().when({ ...row, foundOn: '2020-06-01' }).records({ foundOn: '2020-06-01' }));
  it('is not found after the feedback', () => given().when({ ...row, foundOn: '2020-06-02' }).refuses('INVALID', 'foundOn'));
  it('may be found on any day while nobody says when the group entered or told of it', () =>
    given().when({ ...row, foundOn: '2010-01-01' }, held({ enteredOn: null, fedBackOn: null })).records({ foundOn: '2010-01-01' }));
  it('stays with its inspection, because clues and rectification hang on it', () =>
    given(row).when({ ...row, inspectionCode: 'i2' }, held({ code: 'i2' })).refuses('CONFLICT', 'inspectionCode'));
  it('belongs to an inspection that the registrar may know of', () =>
    given().when(row, held({ lineage: sibling })).refuses('INVALID', 'inspectionCode'));
});
