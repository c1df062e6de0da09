import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDay, yearsAfter } from './day.ts';

describe('a day', () => {
  it('is one exactly when the calendar has it', () => {
    fc.assert(fc.property(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }), (year, month, day) => {
      const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      const moment = new Date(`${text}T00:00:00Z`);
      expect(isDay(text)).toBe(!Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text));
    }));
  });
  it('is written with dashes and two digits', () => {
    for (const text of ['2020-1-01', '20200101', '2020/01/01', ' 2020-01-01', '2020-01-01T00:00:00Z', '']) expect(isDay(text)).toBe(false);
  });
  it('of 29 February has its anniversary on the 28th where there is none', () => {
    expect(yearsAfter('2020-02-29', 3)).toBe('2023-02-28');
    expect(yearsAfter('2020-02-29', 4)).toBe('2024-02-29');
  });
  it('has none after the last day there is, which is later than any other', () => {
    for (const day of ['9997-01-01', '9999-12-31']) expect(yearsAfter(day, 3) > '9996-12-31').toBe(true);
    expect(yearsAfter('9996-12-31', 3)).toBe('9999-12-31');
  });
});
