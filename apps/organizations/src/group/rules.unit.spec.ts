import { Refusal, type Viewer } from '@xunlian/shared';
import { groupsOf, type Office } from '../office/rules.ts';
import { decide, type Group, type StatedGroup } from './rules.ts';

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const lineage = ['430000', '431300'];
const office: Office = { code: '431300', name: '市委巡察办', level: 'CITY', lineage, leadingGroupOn: null, establishedOn: null, approvedPosts: null, groupQuota: 2 };
const stated: StatedGroup = { code: 'g1', officeCode: '431300', name: '第一巡察组', establishedOn: null };
const group: Group = { ...stated, lineage };

interface Given { was?: Group; of?: Office | undefined; others?: string[] }

const given = ({ was, others = [], ...around }: Given = {}) => ({
  when(row: Partial<StatedGroup>) {
    const refs = { officeCode: 'of' in around ? around.of : office };
    const peers = (key: string) => (key === groupsOf('431300') ? others.map((code) => ({ code, lineage })) : []);
    try {
      return decide(was ?? null, { type: 'record', origin: 'STATED', by, row: { ...stated, ...row }, refs, peers });
    } catch (error) {
      if (error instanceof Refusal) return `${error.code} ${error.field}: ${error.message}`;
      throw error;
    }
  },
});

describe('A group', () => {
  it('has the lineage of its office, and its name stays there', () =>
    expect(given().when({})).toEqual([{ type: 'GroupRecorded', data: { lineage, establishedOn: null }, kept: { name: '第一巡察组', officeCode: '431300' } }]));
  it('is of an office that is there', () => expect(given({ of: undefined }).when({})).toContain('INVALID officeCode: '));
  it('keeps its office', () => expect(given({ was: group, of: { ...office, code: '431302' } }).when({ officeCode: '431302' })).toContain('CONFLICT officeCode: '));
  it('is the last within the quota', () => expect(given({ others: ['g2'] }).when({})).toHaveLength(1));
  it('is not one more than the quota', () =>
    expect(given({ others: ['g2', 'g3'] }).when({})).toBe('CONFLICT officeCode: The office has 2 groups, as many as its quota.'));
  it('does not count itself when it changes', () => expect(given({ was: group, others: ['g1', 'g2'] }).when({ name: '第一组' })).toHaveLength(1));
  it('is one of any number where the office has no quota', () =>
    expect(given({ of: { ...office, groupQuota: null }, others: ['g2', 'g3', 'g4'] }).when({})).toHaveLength(1));
});
