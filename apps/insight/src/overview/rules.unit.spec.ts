import { city, county, sibling } from '../../test/happenings.ts';
import { questionOf } from './rules.ts';

const as = (lineage: readonly string[]) => ({ name: 'registrar', role: 'REGISTRAR', lineage }) as const;
const year = { from: '2020-01-01', to: '2020-12-31', scope: 'SUBTREE' } as const;

describe('The overview of an office', () => {
  it('may be asked by the office, by those above it, and by who acts for the whole country', () => {
    for (const viewer of [[], city, county]) expect(questionOf(as(viewer), { lineage: county, ...year })).toEqual({ lineage: county, ...year });
  });

  it('is refused to offices beside and below it in the words for an office that does not exist', () => {
    const words = 'There is no such office.';
    expect(() => questionOf(as(sibling), { lineage: county, ...year })).toThrow(words);
    expect(() => questionOf(as(county), { lineage: city, ...year })).toThrow(words);
    expect(() => questionOf(as([]), { lineage: null, ...year })).toThrow(words);
  });

  it('may be asked for one day, not for a period that ends before it begins', () => {
    expect(questionOf(as([]), { lineage: county, ...year, to: year.from }).to).toBe(year.from);
    expect(() => questionOf(as([]), { lineage: county, ...year, to: '2019-12-31' })).toThrow('before it begins');
  });
});
