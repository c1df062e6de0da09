import { city, county, fact, figureAfter, sibling } from '../../test/happenings.ts';
import { coverage } from './figure.ts';

const plan = (code: string, [startsOn, endsOn]: [string, string], lineage = county) => fact('PlanRecorded', code, { startsOn, endsOn, lineage });
const undertaken = (planCode: string, organizationCode: string, lineage = county) => fact('PlanOrganizationRecorded', `${planCode}~${organizationCode}`, { planCode, organizationCode, lineage });
const inspected = (organizationCode: string, enteredOn: string | null, lineage = county) =>
  fact('InspectionRecorded', `${organizationCode}@${enteredOn}`, { organizationCode, mode: 'REGULAR', enteredOn, lineage });

describe('Coverage', () => {
  const plans = [plan('a', ['2018-01-01', '2020-12-31']), undertaken('a', 'o1'), undertaken('a', 'o2'), undertaken('a', 'o3')];

  it('is of the plans in force at the last day', async () => {
    const over = [plan('b', ['2015-01-01', '2020-12-30']), undertaken('b', 'o8'), plan('c', ['2021-01-01', '2025-12-31']), undertaken('c', 'o9')];
    expect(await figureAfter(coverage, [...plans, ...over])).toEqual({ part: 0, whole: 3, percent: 0 });
  });

  it('counts an organisation that was entered between the start of the plan and the last day, whenever the period begins', async () => {
    const inspections = [inspected('o1', '2018-01-01'), inspected('o2', '2017-12-31'), inspected('o3', '2021-01-01'), inspected('o3', null)];
    expect(await figureAfter(coverage, [...plans, ...inspections])).toEqual({ part: 1, whole: 3, percent: 33.33 });
  });

  it('counts an organisation once, however many plans and inspections it has', async () => {
    const more = [plan('b', ['2020-06-01', '2024-12-31'], city), undertaken('b', 'o1', city), inspected('o1', '2019-01-01'), inspected('o1', '2019-02-01')];
    expect(await figureAfter(coverage, [...plans, ...more])).toEqual({ part: 1, whole: 3, percent: 33.33 });
  });

  it('counts only what the asked offices held themselves', async () => {
    const inspections = [inspected('o1', '2019-01-01', city), inspected('o2', '2019-01-01', sibling)];
    expect(await figureAfter(coverage, [...plans, ...inspections], { lineage: county, scope: 'OWN' })).toMatchObject({ part: 0, whole: 3 });
    expect(await figureAfter(coverage, [...plans, ...inspections])).toMatchObject({ part: 2, whole: 3 });
  });
});
