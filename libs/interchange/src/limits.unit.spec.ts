import { checkShape, Refusal } from '@xunlian/shared';
import fc from 'fast-check';
import { readCell, writeCell, type CellValue } from './cell.ts';
import type { CellType, Column } from './column.ts';
import { format, getFile } from './format.ts';

const around = (limit: number) => fc.integer({ min: -2, max: 2 }).map((more) => limit + more);
const score = fc.oneof(fc.double({ min: -1, max: 101, noNaN: true }), fc.double({ min: 0, max: 1e-5, noNaN: true }));

/** Values that a field may be given in the graph, good and bad ones; null where the graph itself takes no bad ones. */
function values({ is, ...type }: CellType): fc.Arbitrary<CellValue> | null {
  if (is === 'text') return fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constantFrom(' ', '\u3000', '\n'), around('longest' in type ? type.longest : 0).map((length) => '问'.repeat(length)));
  if (is === 'list') return around(5_000).map((length) => Array.from({ length }, (_, place) => `c${place}`));
  return is === 'number' ? fc.oneof(score, fc.integer({ min: -2, max: 10_000_000_002 }), around(1_000_000), fc.integer().map((hundreds) => hundreds / 100)) : null;
}

function takenByRules({ field }: Column, value: CellValue): boolean {
  try {
    checkShape('FindingRecorded', { code: 'f1', [field]: value });
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.field === field) return false;
    throw error;
  }
}

const columns = format.flatMap(({ file, columns: all }) => all.filter(({ refersTo, type }) => refersTo !== null ? type.is === 'list' : values(type) !== null && type.is !== 'list')
  .map((column) => [`${file}.${column.name}`, column] as const));

describe('the limits of the graph and those of a file', () => {
  it.each(columns)('are the same for %s', (_, column) => {
    fc.assert(fc.property(values(column.type) ?? fc.constant(''), (value) => {
      const reading = readCell(column, writeCell(value), { quiet: false });
      expect('value' in reading && JSON.stringify(reading.value) === JSON.stringify(value)).toBe(takenByRules(column, value));
    }), { numRuns: 200 });
  });
  it('allow a letter about 800 findings', () => {
    const codes = Array.from({ length: 800 }, (_, place) => `f-431302-${1000 + place}`);
    const column = getFile('letters').columns.find(({ name }) => name === 'finding_codes');
    expect(column && readCell(column, codes.join(';'), { quiet: false })).toEqual({ value: codes });
  });
  it('allow a score with whatever decimals, and none in exponents', () => {
    const column = getFile('attendances').columns.find(({ name }) => name === 'exam_score');
    const read = (cell: string) => column && readCell(column, cell, { quiet: false });
    expect(['87.333', '33.333333333333336', '0.0000001', '100'].map(read)).toEqual([87.333, 33.333333333333336, 1e-7, 100].map((value) => ({ value })));
    expect(['1e1', '100.01', '.5', '-1'].map(read)).toEqual(Array.from({ length: 4 }, () => ({ reason: expect.stringContaining('from 0 to 100') as string })));
  });
});
