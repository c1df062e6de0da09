import fc from 'fast-check';
import type { CellType, Column } from './column.ts';
import { format, getFile } from './format.ts';
import type { RecordFile } from './recordFile.ts';
import type { Row, RowInput } from './row.ts';
import { columnOf, keyOf, readRow } from './row.ts';
import type { GraphRecord } from './selection.ts';
import { cellsOf, objectFieldOf } from './selection.ts';

const letters = 'ABCXYZabcxyz0189._-'.split('');
const code = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 64 }).map((parts) => parts.join(''));
const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10));

function cells(type: CellType): fc.Arbitrary<string> {
  switch (type.is) {
    case 'code': return code;
    case 'text': return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== '');
    case 'day': return day;
    case 'boolean': return fc.constantFrom('true', 'false');
    case 'number': return fc.integer({ min: type.range.from, max: type.range.to }).map((whole) => String(type.range.decimals ? Math.min(whole + 0.25, type.range.to) : whole));
    case 'choice': return fc.constantFrom(...type.of);
    case 'list': return fc.uniqueArray(cells(type.of), { minLength: 1, maxLength: 5 }).map((values) => values.join(';'));
    default: return type satisfies never;
  }
}

function rowsOf(columns: readonly Column[]): fc.Arbitrary<Row> {
  return fc.record(Object.fromEntries(columns.map(({ name, type, required }) =>
    [name, required ? cells(type) : fc.oneof(fc.constant(''), cells(type))])));
}

/** The record as the graph answers it once the row is recorded. */
function recordedAs(file: RecordFile, input: RowInput): GraphRecord {
  return Object.fromEntries<GraphRecord[string]>(file.columns.map((column) => {
    const value = input[column.field] ?? null;
    if (column.refersTo === null || column.name === 'code' || value === null) return [objectFieldOf(column), value];
    return [objectFieldOf(column), typeof value === 'object' ? value.map((code) => ({ code })) : { code: String(value) }];
  }));
}

const finding: Row = {
  code: 'f-1', inspection_code: 'i-1', discipline: 'WORK', scope: 'COMMON', immediate: 'true', found_on: '2020-02-29', summary: '问题',
};
const problemsOf = (file: string, row: Row) => {
  const reading = readRow(getFile(file), row);
  return 'problems' in reading ? reading.problems.map(({ column, reason }) => `${column}: ${reason}`) : [];
};

describe.each(format.map((file) => [file.file, file] as const))('%s', (_, file) => {
  it('is read, recorded and written back without a difference', () => {
    fc.assert(fc.property(rowsOf(file.columns), (row) => {
      const reading = readRow(file, row);
      expect('input' in reading && cellsOf(file, recordedAs(file, reading.input))).toEqual(file.columns.map(({ name }) => row[name]));
    }), { numRuns: 50 });
  });
});

describe('a row', () => {
  it('becomes an input with typed values and without its empty cells', () => {
    expect(readRow(getFile('findings'), { ...finding, theme: '' })).toEqual({
      input: { code: 'f-1', inspectionCode: 'i-1', discipline: 'WORK', scope: 'COMMON', immediate: true, foundOn: '2020-02-29', summary: '问题' },
    });
  });
  it('is refused with every bad cell named', () => {
    expect(problemsOf('findings', { ...finding, code: 'f 1', found_on: '2021-02-29', scope: 'BOTH', immediate: 'yes', summary: '' })).toEqual([
      'code: "f 1" is not a code (1 to 64 letters, digits, ".", "_" or "-")',
      'scope: "BOTH" is not one of INDIVIDUAL, COMMON',
      'immediate: "yes" is neither true nor false',
      'found_on: "2021-02-29" is not a day that exists (YYYY-MM-DD)',
      'summary: must have a value',
    ]);
  });
  it.each(['-1', '1,000', '1e3', '12.345', 'many', ' 5', 'NaN', '10000000001'])('is refused for the amount %j', (amount) => {
    expect(problemsOf('recoveries', { code: 'y', office_code: '110000', amount_yuan: amount, recovered_on: '2020-01-01' })).toHaveLength(1);
  });
  it.each(['2020-13-01', '2020-00-10', '2020-1-1', '01/02/2020', '20200101', '2020-01-01T00:00'])('is refused for the day %j', (found) => {
    expect(problemsOf('findings', { ...finding, found_on: found })).toHaveLength(1);
  });
  it('is refused for a text of more than 10,000 characters and a name of more than 200', () => {
    expect(problemsOf('findings', { ...finding, summary: 'x'.repeat(10_001) })).toEqual(['summary: is longer than the 10000 characters that are allowed']);
    expect(problemsOf('groups', { code: 'g', office_code: '1', name: 'x'.repeat(201) })).toEqual(['name: is longer than the 200 characters that are allowed']);
  });
  it('never has its sealed text in a reason', () => {
    const clue = { code: 'c', inspection_code: 'i', found_on: '2020-01-01' };
    for (const about of [' ', '秘密'.repeat(6000)]) expect(problemsOf('clues', { ...clue, about })).toEqual([expect.not.stringContaining('秘密')]);
    for (const column of ['code', 'inspection_code', 'found_on', 'transferred_on', 'receiver'])
      expect(problemsOf('clues', { ...clue, about: '某事', [column]: '秘密' })).toEqual([expect.stringMatching(`^${column}: what stands here is not`)]);
  });
  it('is known by its code, or by its key columns together', () => {
    expect(keyOf(getFile('findings'), finding)).toBe('f-1');
    expect(keyOf(getFile('ties'), { person_code: 'p', organization_code: 'o', kind: 'RELATIVE' })).toBe('p~o~RELATIVE');
  });
  it('names the column that a field stands for', () => {
    expect(columnOf(getFile('letters'), 'findingCodes')).toBe('finding_codes');
    expect(columnOf(getFile('letters'), 'unheardOf')).toBeNull();
  });
});
