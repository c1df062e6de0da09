import { Refusal, type Viewer } from '@xunlian/shared';
import type { Division } from '../division/rules.ts';
import { decide, groupsOf, type StatedOffice } from './rules.ts';

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const division: Division = { code: '431300', name: '娄底市', level: 'CITY', parentCode: '430000', lineage: ['430000', '431300'] };
const stated: StatedOffice = { code: '431300', name: '市委巡察办', leadingGroupOn: null, establishedOn: null, approvedPosts: 9, groupQuota: 2 };

const given = ({ of = [division], groups = [] }: { of?: Division[]; groups?: string[] } = {}) => ({
  when(row: Partial<StatedOffice>) {
    const peers = (key: string) => (key === groupsOf('431300') ? groups.map((code) => ({ code, lineage: division.lineage })) : []);
    try {
      return decide(null, { type: 'record', origin: 'STATED', by, row: { ...stated, ...row }, refs: { code: of[0] }, peers });
    } catch (error) {
      if (error instanceof Refusal) return `${error.code} ${error.field}: ${error.message}`;
      throw error;
    }
  },
});

describe('An office', () => {
  it('has the lineage and the level of its division; its name and the level stay there', () =>
    expect(given().when({})).toEqual([{
      type: 'OfficeRecorded', data: { lineage: division.lineage, leadingGroupOn: null, establishedOn: null, approvedPosts: 9, groupQuota: 2 },
      kept: { name: '市委巡察办', level: 'CITY' },
    }]));
  it('is of a division that is there', () => expect(given({ of: [] }).when({})).toBe('INVALID code: There is no division with the code 431300.'));
  it('has no negative number of posts', () => {
    expect(given().when({ approvedPosts: -1 })).toBe('INVALID approvedPosts: Must be a whole number from 0 to 1000000.');
    expect(given().when({ approvedPosts: 0 })).toHaveLength(1);
  });
  it('has no negative number of groups', () => {
    expect(given().when({ groupQuota: -1 })).toBe('INVALID groupQuota: Must be a whole number from 0 to 1000000.');
    expect(given().when({ groupQuota: 0 })).toHaveLength(1);
  });
  it('does not get a quota below the groups that it has', () => {
    expect(given({ groups: ['g1', 'g2'] }).when({ groupQuota: 1 })).toBe('CONFLICT groupQuota: The office has 2 groups already.');
    expect(given({ groups: ['g1', 'g2'] }).when({ groupQuota: 2 })).toHaveLength(1);
    expect(given({ groups: ['g1', 'g2'] }).when({ groupQuota: null })).toHaveLength(1);
  });
});
