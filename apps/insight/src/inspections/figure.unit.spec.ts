import { fact, figureAfter } from '../../test/happenings.ts';
import { inspections } from './figure.ts';

const inspected = (code: string, data: object) => fact('InspectionRecorded', code, { mode: 'REGULAR', enteredOn: '2020-05-01', ...data });

describe('Inspections', () => {
  it('are counted by the day of entry, both ends included', async () => {
    const days = ['2019-12-31', '2020-01-01', '2020-12-31', '2021-01-01', null];
    expect(await figureAfter(inspections, days.map((enteredOn, place) => inspected(`i${place}`, { enteredOn })))).toMatchObject({ total: 2 });
  });

  it('tell distinct organisations, elevated, crossed and extended ones, and modes in alphabetical order', async () => {
    const facts = [
      inspected('i1', { organizationCode: 'o1', mode: 'SPECIAL', elevated: true }),
      inspected('i2', { organizationCode: 'o1', mode: 'PINPOINT', cross: true, elevated: false }),
      inspected('i3', { organizationCode: 'o2', mode: 'SPECIAL', extendedFromCode: 'i1' }),
    ];
    expect(await figureAfter(inspections, facts)).toEqual({
      total: 3, organizations: 2, elevated: 1, cross: 1, extended: 1, byMode: [{ mode: 'PINPOINT', count: 1 }, { mode: 'SPECIAL', count: 2 }],
    });
  });

  it('are zeros where there are none', async () => {
    expect(await figureAfter(inspections, [])).toEqual({ total: 0, organizations: 0, elevated: 0, cross: 0, extended: 0, byMode: [] });
  });
});
