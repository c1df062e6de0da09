import { Refusal, type Viewer } from '@xunlian/shared';
import { decide, evolve, postsOf, type Person, type StatedPerson } from './rules.ts';

type PersonCommand = Parameters<typeof decide>[1];

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const county = { code: '411523', lineage: ['410000', '411500', '411523'], approvedPosts: 2 };
const city = { code: '411500', lineage: ['410000', '411500'], approvedPosts: null };
const unit = { code: 'u1', lineage: county.lineage };

const stated: StatedPerson = {
  code: 'p1', name: '冯超', officeCode: county.code, organizationCode: null, employment: 'FULL_TIME', pools: [], expertise: [], joinedOn: null,
};

interface Surroundings { office?: typeof county | typeof city | undefined; holders?: string[] }

function recording(row: Partial<StatedPerson>, around: Surroundings = {}): PersonCommand {
  const office = 'office' in around ? around.office : county;
  const holders = (around.holders ?? []).map((code) => ({ code }));
  const organizationCode = row.organizationCode === unit.code ? unit : undefined;
  return { type: 'record', origin: 'STATED', by, row: { ...stated, ...row }, refs: { officeCode: office, organizationCode }, peers: (key) => (key === postsOf(county.code) ? holders : []) };
}

const recorded = (row: Partial<StatedPerson>): Person | null =>
  decide(null, recording(row)).reduce<Person | null>((person, fact) => evolve(person, fact, row.code ?? stated.code), null);

function refused(was: Person | null, command: PersonCommand): string {
  try {
    decide(was, command);
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}`;
  }
  return 'not refused';
}

describe('A person', () => {
  it('is published without the name, with the lineage of the office', () => {
    expect(decide(null, recording({ organizationCode: 'u1' }))).toEqual([{
      type: 'PersonRecorded',
      data: { lineage: county.lineage, organizationCode: 'u1', employment: 'FULL_TIME', pools: [], expertise: [], joinedOn: null },
      kept: { name: '冯超', officeCode: county.code },
    }]);
  });

  it('takes the last approved post', () => expect(decide(null, recording({}, { holders: ['p2'] }))).toHaveLength(1));
  it('does not exceed the approved posts', () => expect(refused(null, recording({}, { holders: ['p2', 'p3'] }))).toBe('CONFLICT employment'));
  it('may be seconded where all posts are filled', () =>
    expect(decide(null, recording({ employment: 'SECONDED' }, { holders: ['p2', 'p3'] }))).toHaveLength(1));
  it('does not become FULL_TIME where all posts are filled', () =>
    expect(refused(recorded({ employment: 'OTHER' }), recording({}, { holders: ['p2', 'p3'] }))).toBe('CONFLICT employment'));
  it('finds a post where the office has no limit', () =>
    expect(decide(null, recording({ officeCode: city.code }, { office: city, holders: ['p2', 'p3'] }))).toHaveLength(1));
  it('finds none where no post is approved', () =>
    expect(refused(null, recording({}, { office: { ...county, approvedPosts: 0 } }))).toBe('CONFLICT employment'));
  it('keeps a post when the posts become fewer', () =>
    expect(decide(recorded({}), recording({ name: '冯小超' }, { holders: ['p1', 'p2', 'p3'] }))).toHaveLength(1));

  it('is in no pool twice', () => expect(refused(null, recording({ pools: ['LEADER', 'LEADER'] }))).toBe('INVALID pools'));
  it('knows nothing twice', () => expect(refused(null, recording({ expertise: ['LAW', 'IT', 'LAW'] }))).toBe('INVALID expertise'));
  it('has not changed when pools and expertise come in another order', () =>
    expect(decide(recorded({ pools: ['LEADER', 'TALENT'], expertise: ['LAW', 'IT'] }), recording({ pools: ['TALENT', 'LEADER'], expertise: ['IT', 'LAW'] }))).toEqual([]));
  it('has changed when a pool is left', () =>
    expect(decide(recorded({ pools: ['LEADER', 'TALENT'] }), recording({ pools: ['TALENT'] }))).toHaveLength(1));

  it('belongs to an office that is there', () => expect(refused(null, recording({}, { office: undefined }))).toBe('INVALID officeCode'));
  it('comes from an organisation that is there', () => expect(refused(null, recording({ organizationCode: 'u2' }))).toBe('INVALID organizationCode'));
  it('stays with the office', () => expect(refused(recorded({}), recording({ officeCode: city.code }, { office: city }))).toBe('CONFLICT officeCode'));
});
