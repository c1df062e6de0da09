import { format, findFile, getFile } from './format.ts';
import { cellsOf, codesIn, selectionOf } from './selection.ts';

describe('the format', () => {
  it('has 26 files', () => {
    expect(format).toHaveLength(26);
  });
  it('has every file after those that it refers to', () => {
    const seen = new Set<string>();
    for (const file of format) {
      seen.add(file.file);
      for (const { refersTo } of file.columns) if (refersTo !== null) expect(seen).toContain(refersTo);
    }
  });
  it('has inspections before assignments', () => {
    const order = format.map(({ file }) => file);
    expect(order.indexOf('inspections')).toBeLessThan(order.indexOf('assignments'));
  });
  it('identifies every row by columns that must have a value', () => {
    for (const { key, columns } of format) {
      expect(key).not.toEqual([]);
      for (const name of key) expect(columns.find((column) => column.name === name)).toMatchObject({ required: true });
    }
  });
  it('names what the graph calls a file', () => {
    expect(getFile('people')).toMatchObject({ kind: 'Person', single: 'person', list: 'people', record: 'recordPeople' });
    expect(getFile('check_problems')).toMatchObject({ single: 'checkProblem', list: 'checkProblems', record: 'recordCheckProblems' });
  });
  it('does not know other files', () => {
    expect(findFile('budgets')).toBeNull();
    expect(() => getFile('budgets')).toThrow('no file budgets');
  });
});

describe('a record of the graph', () => {
  it('is asked for with its references as objects', () => {
    expect(selectionOf(getFile('rounds'))).toBe('code office { code } term sequence name kind ledBy { code } startsOn endsOn');
    expect(selectionOf(getFile('offices'))).toBe('code name leadingGroupOn establishedOn approvedPosts groupQuota');
    expect(selectionOf(getFile('letters'))).toContain('person { code } findings { code } sentOn');
  });
  it('becomes cells in the order of the columns', () => {
    const letter = {
      code: 't-1', kind: 'NOTICE', office: { code: '110000' }, organization: null, person: { code: 'p-1' },
      findings: [{ code: 'f-2' }, { code: 'f-1' }], sentOn: '2020-01-01', replyDueOn: null,
    };
    expect(cellsOf(getFile('letters'), letter)).toEqual(['t-1', 'NOTICE', '110000', '', 'p-1', 'f-2;f-1', '2020-01-01', '', '']);
  });
  it('tells which codes a column refers to', () => {
    const [columns] = [getFile('letters').columns.filter((column) => column.refersTo === 'findings')];
    expect(columns.flatMap((column) => codesIn(column, { findings: [{ code: 'f-2' }, { code: 'f-1' }] }))).toEqual(['f-2', 'f-1']);
    expect(columns.flatMap((column) => codesIn(column, {}))).toEqual([]);
  });
});
