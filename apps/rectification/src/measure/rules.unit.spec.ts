import { county, givenOf } from '@xunlian/testing/given';
import { decide, evolve, type MeasureRefs, type StatedMeasure } from './rules.ts';

const finding = { code: 'f1', lineage: county, inspectionCode: 'i1', immediate: null, foundOn: '2020-03-20' };
const office = { code: '431302', lineage: county };
const row: StatedMeasure = { code: 'm1', officeCode: '431302', findingCode: 'f1', kind: 'REGULATION', adoptedOn: '2020-03-20', title: '工作办法' };
const given = givenOf<ReturnType<typeof evolve>, StatedMeasure, MeasureRefs>({ decide, evolve }, { officeCode: office, findingCode: finding });

describe('A measure', () => {
  it('may be adopted on the day its finding was found', () => given().when(row).records({ lineage: county, adoptedOn: '2020-03-20' }));
  it('is not adopted before its finding was found', () => given().when({ ...row, adoptedOn: '2020-03-19' }).refuses('INVALID', 'adoptedOn'));
  it('may answer no finding in particular', () =>
    given().when({ ...row, findingCode: null, adoptedOn: '2015-01-01' }, { officeCode: office, findingCode: undefined }).records({ findingCode: null }));
  it('answers a finding that is known', () => given().when(row, { officeCode: office, findingCode: undefined }).refuses('INVALID', 'findingCode'));
  it('is recorded by an office that is known', () => given().when(row, { officeCode: undefined, findingCode: finding }).refuses('INVALID', 'officeCode'));
});
