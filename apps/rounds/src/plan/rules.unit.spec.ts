import { Refusal, type Viewer } from '@xunlian/shared';
import { decide as decidePlace } from '../planOrganization/rules.ts';
import { decide, type StatedPlan } from './rules.ts';

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: ['43'] };
const office = { code: '4313', lineage: ['43', '4313'] };
const plan: StatedPlan = { code: 'l1', officeCode: '4313', name: '五年规划', startsOn: '2016-01-01', endsOn: '2020-12-31' };
const peers = () => [];
const refused = (decision: () => unknown) => {
  try {
    decision();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}`;
  }
  return 'not refused';
};

describe('A plan', () => {
  const recording = (row: Partial<StatedPlan>) => () => decide(null, { type: 'record', by, row: { ...plan, ...row }, refs: { officeCode: office }, peers });
  it('belongs to its office and publishes no name', () =>
    expect(recording({})()[0]).toMatchObject({ data: { lineage: office.lineage, startsOn: '2016-01-01', endsOn: '2020-12-31' }, kept: { name: '五年规划' } }));
  it('may be in force for a day', () => expect(recording({ endsOn: '2016-01-01' })()).toHaveLength(1));
  it('does not end before it starts', () => expect(refused(recording({ endsOn: '2015-12-31' }))).toBe('INVALID endsOn'));
});

describe('A place on a plan', () => {
  const organization = { code: 'o1', lineage: ['43', '4313', '431302'], kind: 'TOWNSHIP' } as const;
  const row = { code: 'l1~o1', planCode: 'l1', organizationCode: 'o1' };
  const refs = { planCode: { ...plan, lineage: office.lineage }, organizationCode: organization };
  it('belongs to the plan’s office, whose organisation ever it is', () =>
    expect(decidePlace(null, { type: 'record', by, row, refs, peers })[0]?.data).toEqual({ lineage: office.lineage, planCode: 'l1', organizationCode: 'o1' }));
  it.each(['planCode', 'organizationCode'] as const)('names what is there as %s', (field) =>
    expect(refused(() => decidePlace(null, { type: 'record', by, row, refs: { ...refs, [field]: undefined }, peers }))).toBe(`INVALID ${field}`));
});
