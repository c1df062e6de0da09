import { Refusal, type Viewer } from '@xunlian/shared';
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
  const recording = (row: Partial<StatedPlan>) => () => decide(null, { type: 'record', origin: 'STATED', by, row: { ...plan, ...row }, refs: { officeCode: office }, peers });
  it('belongs to its office and publishes no name', () =>
    expect(recording({})()[0]).toMatchObject({ data: { lineage: office.lineage, startsOn: '2016-01-01', endsOn: '2020-12-31' }, kept: { name: '五年规划' } }));
  it('may be in force for a day', () => expect(recording({ endsOn: '2016-01-01' })()).toHaveLength(1));
  it('does not end before it starts', () => expect(refused(recording({ endsOn: '2015-12-31' }))).toBe('INVALID endsOn'));
});
