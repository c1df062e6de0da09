import { city, county, fact, figureAfter, sibling } from '../../test/happenings.ts';
import { foundProblems, rectification } from './figure.ts';

const found = (code: string, data: object, lineage = county) =>
  fact('FindingRecorded', code, { inspectionCode: 'i1', discipline: 'WORK', scope: 'INDIVIDUAL', foundOn: '2020-02-01', lineage, ...data });
const inspected = (code: string, fedBackOn: string | null) => fact('InspectionRecorded', code, { mode: 'REGULAR', enteredOn: '2020-01-01', fedBackOn });
const rectified = (code: string, verifiedOn: string | null) => fact('RectificationRecorded', code, { dueOn: '2020-09-01', verifiedOn });

describe('Problems', () => {
  it('are counted by the day they were found, by discipline and by scope', async () => {
    const facts = [found('f1', { discipline: 'WORK' }), found('f2', { discipline: 'LIFE', scope: 'COMMON' }), found('f3', { discipline: 'WORK', scope: 'COMMON' }), found('f4', { foundOn: '2021-01-01' })];
    expect(await figureAfter(foundProblems, facts)).toEqual({
      found: 3,
      byDiscipline: [{ discipline: 'LIFE', count: 1 }, { discipline: 'WORK', count: 2 }],
      byScope: [{ scope: 'COMMON', count: 2 }, { scope: 'INDIVIDUAL', count: 1 }],
    });
  });

  it('count for the office alone, or for it and all below it', async () => {
    const facts = [found('f1', {}, city), found('f2', {}, county), found('f3', {}, sibling), found('f4', {}, ['430000', '431399'])];
    expect(await figureAfter(foundProblems, facts)).toMatchObject({ found: 3 });
    expect(await figureAfter(foundProblems, facts, { scope: 'OWN' })).toMatchObject({ found: 1 });
    expect(await figureAfter(foundProblems, facts, { lineage: county })).toMatchObject({ found: 1 });
  });

  it('never count an office below another one because of how its code begins', async () => {
    const facts = [found('f1', {}, ['43', '431']), found('f2', {}, ['43', '4313'])];
    expect(await figureAfter(foundProblems, facts, { lineage: ['43', '431'] })).toMatchObject({ found: 1 });
  });
});

describe('The rate of rectification', () => {
  const findings = ['f1', 'f2', 'f3'].map((code) => found(code, { foundOn: '2019-01-01' }));

  it('is of the findings fed back in the period, whenever they were found', async () => {
    const facts = [...findings, inspected('i1', '2020-01-01'), found('f4', { inspectionCode: 'i2' }), inspected('i2', null), found('f5', { inspectionCode: 'i3' }), inspected('i3', '2021-01-01')];
    expect(await figureAfter(rectification, facts)).toEqual({ part: 0, whole: 3, percent: 0 });
  });

  it('counts what is verified by the last day as rectified, not what is only reported', async () => {
    const facts = [inspected('i1', '2020-06-01'), rectified('f1', '2020-12-31'), rectified('f2', '2021-01-01'), rectified('f3', null), ...findings];
    expect(await figureAfter(rectification, facts)).toEqual({ part: 1, whole: 3, percent: 33.33 });
  });

  it('knows nothing of a rectification whose finding it has not heard of', async () => {
    expect(await figureAfter(rectification, [inspected('i1', '2020-06-01'), rectified('f9', '2020-07-01')])).toEqual({ part: 0, whole: 0, percent: null });
  });
});
