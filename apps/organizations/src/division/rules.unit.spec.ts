import { Refusal, type Viewer } from '@xunlian/shared';
import { decide, evolve, type Division, type DivisionRefs, type StatedDivision } from './rules.ts';

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const record = (was: Division | null, row: StatedDivision, parent?: Division) => {
  const refs: DivisionRefs = { parentCode: parent };
  return decide(was, { type: 'record', origin: 'STATED', by, row, refs, peers: () => [] });
};
const recorded = (row: StatedDivision, parent?: Division): Division => {
  const [fact] = record(null, row, parent);
  if (!fact) throw new Error('Nothing was recorded.');
  return evolve(null, fact, row.code);
};
const refusal = (what: () => unknown): string => {
  try {
    what();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}`;
  }
  return 'not refused';
};

const province = recorded({ code: '430000', name: '湖南省', level: 'PROVINCE', parentCode: null });
const city = recorded({ code: '431300', name: '娄底市', level: 'CITY', parentCode: '430000' }, province);

describe('A division', () => {
  it('has the lineage of its parent with its own code behind it', () => {
    expect(province.lineage).toEqual(['430000']);
    expect(city.lineage).toEqual(['430000', '431300']);
  });
  it('publishes its level and parent, not its name', () =>
    expect(record(null, { code: '430000', name: '湖南省', level: 'PROVINCE', parentCode: null })[0]?.data).toEqual({ lineage: ['430000'], level: 'PROVINCE', parentCode: null }));
  it('may have another name later', () => expect(record(city, { ...city, name: '娄底' }, province)).toHaveLength(1));
  it('never changes its parent or level by a row', () => {
    expect(refusal(() => record(city, { ...city, parentCode: null }))).toBe('CONFLICT parentCode');
    expect(refusal(() => record(city, { ...city, level: 'COUNTY' }, province))).toBe('CONFLICT level');
  });
  it('lies in one of a higher level, not always the next', () => {
    const county = { code: '429004', name: '仙桃市', level: 'COUNTY', parentCode: '430000' } as const;
    expect(recorded(county, province).lineage).toEqual(['430000', '429004']);
    expect(refusal(() => record(null, { ...county, level: 'CITY', parentCode: '431300' }, city))).toBe('INVALID parentCode');
  });
  it.each([
    ['PROVINCE', '430000'], ['CITY', '431300'], ['COUNTY', '431302'], ['TOWNSHIP', '431302001'], ['VILLAGE', '431302001201'],
  ] as const)('that is a %s has a code such as %s', (level, code) => {
    const row = { code, name: '某地', level, parentCode: null };
    expect(record(null, row)).toHaveLength(1);
    expect([`${code}0`, code.slice(1), `x${code.slice(1)}`].map((other) => refusal(() => record(null, { ...row, code: other })))).toEqual(Array(3).fill('INVALID code'));
  });
  it('keeps the code that it has', () => expect(record({ ...city, code: 'x1', lineage: ['430000', 'x1'] }, { ...city, code: 'x1', name: '娄底' }, province)).toHaveLength(1));
  it('has a parent that is there', () => expect(refusal(() => record(null, { ...city, code: '431301', parentCode: '439999' }))).toBe('INVALID parentCode'));
});
