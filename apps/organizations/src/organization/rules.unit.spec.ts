import { Refusal, type Viewer } from '@xunlian/shared';
import type { Division } from '../division/rules.ts';
import type { Office } from '../office/rules.ts';
import { aboveKey, decide, parentsIn, treeKey, type Organization, type OrganizationPeer, type StatedOrganization } from './rules.ts';

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const division: Division = { code: '431302', name: '娄星区', level: 'COUNTY', parentCode: '431300', lineage: ['430000', '431300', '431302'] };
const office: Office = { ...division, leadingGroupOn: null, establishedOn: null, approvedPosts: null, groupQuota: null };
const stated: StatedOrganization = { code: 'o1', name: '某镇', kind: 'TOWNSHIP', divisionCode: '431302', officeCode: '431302', parentCode: null };
const township: Organization = { ...stated, lineage: division.lineage };

const given = (was: Organization | null, ...above: OrganizationPeer[]) => ({
  when(row: Partial<StatedOrganization>, missing: 'divisionCode' | 'officeCode' | 'parentCode' | null = null) {
    const next = { ...stated, ...row };
    const found = { divisionCode: division, officeCode: office, parentCode: next.parentCode === null ? undefined : { ...township, code: next.parentCode } };
    const refs = missing === null ? found : { ...found, [missing]: undefined };
    const peers = (key: string) => (key === treeKey ? above : []);
    try {
      return decide(was, { type: 'record', origin: 'STATED', by, row: next, refs, peers });
    } catch (error) {
      if (error instanceof Refusal) return `${error.code} ${error.field}: ${error.message}`;
      throw error;
    }
  },
});

describe('An organisation', () => {
  it('has the lineage of its office, and its name stays there', () =>
    expect(given(null).when({})).toMatchObject([{ data: { lineage: division.lineage, kind: 'TOWNSHIP', parentCode: null }, kept: { name: '某镇', officeCode: '431302' } }]));
  it.each(['divisionCode', 'officeCode', 'parentCode'] as const)('names what is there as %s', (field) =>
    expect(given(null).when({ parentCode: 'o2' }, field)).toContain(`INVALID ${field}: `));
  it('moves to another office', () => expect(given({ ...township, lineage: ['430000'], officeCode: '430000' }).when({})).toHaveLength(1));
  it('gets a parent when it had none', () => expect(given(township, { code: 'o2', parentCode: null }).when({ parentCode: 'o2' })).toHaveLength(1));
  it('keeps the parent that it has', () => {
    const was = { ...township, parentCode: 'o2' };
    expect(given(was).when({ parentCode: 'o3' })).toBe('CONFLICT parentCode: The organisation is recorded with another parentCode, which never changes.');
    expect(given(was).when({ parentCode: null })).toContain('CONFLICT parentCode: ');
    expect(given(was, { code: 'o2', parentCode: null }).when({ parentCode: 'o2', name: '另名' })).toHaveLength(1);
  });
  it('lies neither below itself nor below one that lies below it', () => {
    expect(given(township, { code: 'o1', parentCode: null }).when({ parentCode: 'o1' })).toContain('INVALID parentCode: ');
    expect(given(township, { code: 'o3', parentCode: 'o2' }, { code: 'o2', parentCode: 'o1' }).when({ parentCode: 'o3' }))
      .toBe('INVALID parentCode: The organisation o3 is this one or lies below it.');
  });
  it('lies below ten others at most, and the walk up to them ends there', () => {
    const chain = (length: number) => Array.from({ length }, (_, place) => ({ code: `a${place + 1}`, parentCode: place + 1 < length ? `a${place + 2}` : null }));
    expect(given(township, ...chain(10)).when({ parentCode: 'a1' })).toHaveLength(1);
    expect(given(township, ...chain(11)).when({ parentCode: 'a1' })).toBe('INVALID parentCode: At most 10 organisations may lie above one.');
  });
  it('has its parent named by a key among others', () => expect(parentsIn([treeKey, aboveKey('o.2')])).toEqual(['o.2']));
});
