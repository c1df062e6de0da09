import { county, givenOf } from '@xunlian/testing/given';
import { decide, evolve, isOverdue, stateOf, type RectificationRefs, type StatedRectification } from './rules.ts';

const finding = { code: 'f1', lineage: county, inspectionCode: 'i1', immediate: null, foundOn: '2020-03-20', fedBackOn: '2020-06-01' };
const refs = { findingCode: finding, organizationCode: { code: 'o1', lineage: county } };
const row = { code: 'f1', findingCode: 'f1', organizationCode: 'o1', dueOn: '2020-08-01', completedOn: '2020-07-01', verifiedOn: '2020-07-10' };
const given = givenOf<ReturnType<typeof evolve>, StatedRectification, RectificationRefs>({ decide, evolve }, refs);
const about = (differs: Partial<typeof finding> | { immediate: boolean } | { fedBackOn: null }) => ({ ...refs, findingCode: { ...finding, ...differs } });

describe('A rectification', () => {
  it('belongs to the office and the inspection of its finding', () => given().when(row).records({ lineage: county, inspectionCode: 'i1' }));
  it('publishes nothing but what its contract declares', () => {
    const fact = decide(null, { type: 'record', origin: 'STATED', by: { name: 'r', role: 'REGISTRAR', lineage: [] }, row, refs, peers: () => [] })[0];
    expect(Object.keys(fact?.data ?? {}).sort()).toEqual(['completedOn', 'dueOn', 'inspectionCode', 'lineage', 'organizationCode', 'verifiedOn']);
  });
  it('stated again changes nothing', () => given(row).when(row).changesNothing());
  it('is of a finding that is known', () => given().when(row, { ...refs, findingCode: undefined }).refuses('INVALID', 'findingCode'));
  it('is charged to an organisation that is known', () => given().when(row, { ...refs, organizationCode: undefined }).refuses('INVALID', 'organizationCode'));
  it('is not due before its finding was found', () => given().when({ ...row, dueOn: '2020-03-19' }).refuses('INVALID', 'dueOn'));
  it('may be due on the day its finding was found', () => given().when({ ...row, dueOn: '2020-03-20' }).records({ dueOn: '2020-03-20' }));
  it('is not completed before its finding was found', () =>
    given().when({ ...row, completedOn: '2020-03-19' }, about({ immediate: true })).refuses('INVALID', 'completedOn'));
  it('is not verified before it is completed, ordered at once or not', () => {
    given().when({ ...row, verifiedOn: '2020-06-30' }).refuses('INVALID', 'verifiedOn');
    given().when({ ...row, verifiedOn: '2020-06-30' }, about({ immediate: true })).refuses('INVALID', 'verifiedOn');
  });
  it('may be verified on the day it is completed', () => given().when({ ...row, verifiedOn: row.completedOn }).records({ verifiedOn: row.completedOn }));
  it('is not completed before the feedback', () => given().when({ ...row, completedOn: '2020-05-31' }).refuses('INVALID', 'completedOn'));
  it('may be completed on the day of the feedback', () => given().when({ ...row, completedOn: '2020-06-01' }).records({ completedOn: '2020-06-01' }));
  it('is not verified before the feedback either, when nobody reported it', () =>
    given().when({ ...row, completedOn: null, verifiedOn: '2020-05-31' }).refuses('INVALID', 'verifiedOn'));
  it('ordered at once is completed before the feedback', () =>
    given().when({ ...row, completedOn: '2020-03-25' }, about({ immediate: true })).records({ completedOn: '2020-03-25' }));
  it('may be completed while nothing is known of the feedback', () =>
    given().when({ ...row, completedOn: '2020-03-25' }, about({ fedBackOn: null })).records({ completedOn: '2020-03-25' }));
  it('answers a finding that the registrar may know of', () =>
    given().when(row, about({ lineage: ['430000', '431300', '431303'] })).refuses('INVALID', 'findingCode'));
});

describe('How far a rectification has got', () => {
  it('is assigned, then reported, then in place', () => {
    const days = { completedOn: null, verifiedOn: null };
    expect([days, { ...days, completedOn: '2020-07-01' }, { completedOn: '2020-07-01', verifiedOn: '2020-07-10' }].map(stateOf))
      .toEqual(['ASSIGNED', 'REPORTED', 'IN_PLACE']);
  });
  it('is overdue from the day after it was due until it is completed', () => {
    const late = { dueOn: '2020-08-01', completedOn: '2020-08-10', verifiedOn: null };
    expect(['2020-08-01', '2020-08-02', '2020-08-09', '2020-08-10'].map((asOf) => isOverdue(late, asOf))).toEqual([false, true, true, false]);
  });
  it('is overdue for good while nobody reports it', () => {
    expect(isOverdue({ dueOn: '2020-08-01', completedOn: null, verifiedOn: null }, '2030-01-01')).toBe(true);
  });
});
