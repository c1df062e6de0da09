import { Refusal, type Viewer } from '@xunlian/shared';
import { recusalKey, type Tie } from '../recusal/rules.ts';
import type { Round } from '../round/rules.ts';
import { authorisedIn, authorisedKey, decide, type Assignment, type AssignmentPeer, type StatedAssignment } from './rules.ts';

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const lineage = ['43', '4313'];
const round: Round = {
  code: 'r1', lineage, officeCode: '4313', term: 5, sequence: 8, name: '第8轮', kind: 'REGULAR', ledByCode: null, startsOn: '2020-04-01', endsOn: null,
};
const stated: StatedAssignment = { code: 'r1~g1~p1', roundCode: 'r1', groupCode: 'g1', personCode: 'p1', role: 'MEMBER' };
const assignment = (personCode: string, role: Assignment['role'], groupCode = 'g1'): AssignmentPeer =>
  ({ type: 'assignment', code: `r1~${groupCode}~${personCode}`, groupCode, personCode, role });
const inspects: AssignmentPeer = { type: 'inspection', code: 'i1', organizationCode: 'o1', preparedOn: null, enteredOn: '2020-04-07' };

interface Given { was?: Assignment; group?: string[]; pools?: ('LEADER' | 'TALENT')[]; ties?: Tie[]; there?: AssignmentPeer[]; authorised?: AssignmentPeer[] }

const decided = (role: Assignment['role'], { was, group = lineage, pools = ['LEADER'], ties = [], there = [], authorised = [] }: Given = {}) => {
  const refs = { roundCode: round, groupCode: { code: 'g1', lineage: group }, personCode: { code: 'p1', lineage: ['43'], pools, ties } };
  const peers = (key: string) => (key === recusalKey(stated) ? there : key === authorisedKey(stated) ? authorised : []);
  try {
    return decide(was ?? null, { type: 'record', origin: 'STATED', by, row: { ...stated, role }, refs, peers });
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}: ${error.message}`;
    throw error;
  }
};

describe('An authorisation', () => {
  it('belongs to the round’s office, wherever the person is from', () =>
    expect(decided('MEMBER')).toMatchObject([{ type: 'AssignmentRecorded', data: { lineage, personCode: 'p1', role: 'MEMBER' }, kept: {} }]));
  it('is for a group of the round’s office or of one below', () => {
    expect(decided('MEMBER', { group: [...lineage, '431302'] })).toHaveLength(1);
    expect(decided('MEMBER', { group: ['43'] })).toContain('INVALID groupCode: ');
    expect(decided('MEMBER', { group: ['43', '4301'] })).toContain('INVALID groupCode: ');
  });
  it('as leader is for people of the leader pool, as anything else for everybody', () => {
    expect(decided('LEADER')).toHaveLength(1);
    expect(decided('LEADER', { pools: ['TALENT'] })).toBe('CONFLICT personCode: p1 is not in the leader pool.');
    expect(decided('DEPUTY', { pools: [] })).toHaveLength(1);
  });
  it('as leader is given to one person of a group and round', () => {
    expect(decided('LEADER', { there: [assignment('p2', 'LEADER')] })).toBe('CONFLICT role: p2 leads the group in this round.');
    expect(decided('LEADER', { there: [assignment('p2', 'DEPUTY'), assignment('p1', 'MEMBER')] })).toHaveLength(1);
    expect(decided('DEPUTY', { there: [assignment('p2', 'LEADER')] })).toHaveLength(1);
    expect(decided('MEMBER', { was: { ...stated, lineage, role: 'LEADER' }, there: [assignment('p1', 'LEADER')] })).toHaveLength(1);
  });
  it('is the only one of the person in the round, whatever the group', () => {
    expect(decided('MEMBER', { authorised: [assignment('p1', 'DEPUTY', 'g2')] })).toBe('CONFLICT personCode: p1 has a duty in the group g2 in this round.');
    expect(decided('DEPUTY', { was: { ...stated, lineage }, authorised: [assignment('p1', 'MEMBER')] })).toHaveLength(1);
  });
  it('shares a key with those of the same person in the round, and the key tells both', () =>
    expect(authorisedIn(['round/r-1.2', authorisedKey({ roundCode: 'r-1.2', personCode: 'p_1' })])).toEqual([{ roundCode: 'r-1.2', personCode: 'p_1' }]));
  it('is not for a person with a tie to an organisation that the group inspects in the round', () => {
    const ties: Tie[] = [{ organizationCode: 'o1', kind: 'NATIVE_PLACE', untilOn: null }];
    expect(decided('MEMBER', { ties, there: [inspects] })).toBe('CONFLICT personCode: p1 has a tie to o1, which the group inspects.');
    expect(decided('MEMBER', { ties })).toHaveLength(1);
    expect(decided('MEMBER', { ties: [{ organizationCode: 'o1', kind: 'RELATIVE', untilOn: '2020-04-06' }], there: [inspects] })).toHaveLength(1);
    expect(decided('DEPUTY', { was: { ...stated, lineage }, ties, there: [inspects] })).toHaveLength(1);
  });
});
