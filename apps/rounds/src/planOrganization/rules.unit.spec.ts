import { Refusal, type Viewer } from '@xunlian/shared';
import type { Plan } from '../plan/rules.ts';
import { decide, type PlanOrganization, type StatedPlanOrganization } from './rules.ts';

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: ['43'] };
const plan: Plan = { code: 'l1', officeCode: '4313', lineage: ['43', '4313'], name: '五年规划', startsOn: '2016-01-01', endsOn: '2020-12-31' };
const organization = { code: 'o1', lineage: ['43', '4313', '431302'], kind: 'TOWNSHIP' } as const;
const stated: StatedPlanOrganization = { code: 'l1~o1', planCode: 'l1', organizationCode: 'o1' };
const place: PlanOrganization = { ...stated, lineage: plan.lineage };
const there = { planCode: plan, organizationCode: organization };

const given = (was: PlanOrganization | null, refs: { planCode: Plan | undefined; organizationCode: typeof organization | undefined } = there) => ({
  when(row: Partial<StatedPlanOrganization>) {
    try {
      return decide(was, { type: 'record', origin: 'STATED', by, row: { ...stated, ...row }, refs, peers: () => [] });
    } catch (error) {
      if (error instanceof Refusal) return `${error.code} ${error.field}`;
      throw error;
    }
  },
});

describe('A place on a plan', () => {
  it('belongs to the plan’s office, whose organisation ever it is', () =>
    expect(given(null).when({})).toMatchObject([{ data: { lineage: plan.lineage, planCode: 'l1', organizationCode: 'o1' }, kept: {} }]));
  it.each(['planCode', 'organizationCode'] as const)('names what is there as %s', (field) =>
    expect(given(null, { ...there, [field]: undefined }).when({})).toBe(`INVALID ${field}`));
  it.each(['planCode', 'organizationCode'] as const)('is known by its %s', (field) => expect(given(place).when({ [field]: 'x9' })).toBe('INVALID code'));
  it('has not changed when it is stated again', () => expect(given(place).when({})).toEqual([]));
});
