import { attendanceTopic, courseTopic, personTopic, tieTopic, type JournalRow } from '@xunlian/events';
import type { Fact } from '@xunlian/shared';
import { evolve as evolveAttendance } from '../src/attendance/rules.ts';
import { evolve as evolveCourse } from '../src/course/rules.ts';
import { evolve as evolvePerson } from '../src/person/rules.ts';
import { evolve as evolveTie } from '../src/tie/rules.ts';
import { bulk, city, county, listed, outcomesOf, province, startPools } from './started.ts';

const person = (code: string, row: object = {}) => ({ code, name: `人 ${code}`, officeCode: '431302', employment: 'SECONDED', ...row });
const asOffice = (lineage: string[]) => ({ viewer: { name: 'registrar', role: 'REGISTRAR' as const, lineage } });
const fold = <State extends object>(evolve: (state: State | null, fact: Fact, code: string) => State) =>
  (facts: readonly Fact[], code: string) => facts.reduce<State | null>((state, fact) => evolve(state, fact, code), null);

describe('The pools', () => {
  let pools: Awaited<ReturnType<typeof startPools>>;
  beforeAll(async () => {
    pools = await startPools();
  }, 60_000);
  afterAll(() => pools.stop());

  const record = async (mutation: string, input: string, rows: object[]) =>
    outcomesOf(await pools.ask(bulk(mutation, input), { rows }, { after: pools.after }), mutation);
  const people = (...rows: object[]) => record('recordPeople', 'PersonInput', rows);
  const codes = async (list: string, how = {}) => {
    const { data, errors } = await pools.ask(`{ list: ${list} { totalCount nodes { code } pageInfo { hasNextPage endCursor } } }`, {}, how);
    expect(errors).toBeUndefined();
    const { totalCount, nodes } = listed.parse(data?.['list']);
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ code }) => code);
  };

  it('record people, change them, and leave alone what is as stated', async () => {
    const rows = [
      person('a1', { employment: 'FULL_TIME', pools: ['TALENT', 'LEADER'], expertise: ['IT', 'LAW'], organizationCode: 'u1', joinedOn: '2020-02-29' }),
      person('a2', { pools: ['TALENT'], officeCode: '431300' }),
      person('a3', { organizationCode: 'u9' }),
      person('a4', { officeCode: '439999' }),
    ];
    expect(await people(...rows)).toEqual(['CREATED', 'CREATED', 'INVALID organizationCode', 'INVALID officeCode']);
    expect(await people(person('a1', { ...rows[0], pools: ['LEADER', 'TALENT'] }), person('a2', { officeCode: '431302' })))
      .toEqual(['UNCHANGED', 'CONFLICT officeCode']);
    expect(await people({ ...rows[1], pools: null, expertise: ['AUDIT'] })).toEqual(['UPDATED']);
    const { data } = await pools.ask('{ person(code: "a1") { name pools expertise employment joinedOn office { code } organization { code } } }');
    expect(data?.['person']).toEqual({
      name: '人 a1', pools: ['LEADER', 'TALENT'], expertise: ['LAW', 'IT'], employment: 'FULL_TIME', joinedOn: '2020-02-29',
      office: { code: '431302' }, organization: { code: 'u1' },
    });
  });

  it('never fill more posts than are approved, within a command and between commands that meet', async () => {
    const fullTime = (code: string) => person(code, { employment: 'FULL_TIME' });
    expect(await people(fullTime('b1'), fullTime('b2'), fullTime('b3'))).toEqual(['CREATED', 'CREATED', 'CONFLICT employment']);
    expect(await people(person('b1'), fullTime('b3'))).toEqual(['UPDATED', 'CREATED']);
    expect(await people(person('b2'), person('b3'))).toEqual(['UPDATED', 'UPDATED']);
    const meeting = await Promise.all(['b4', 'b5', 'b6', 'b7'].map((code) => people(fullTime(code))));
    expect(meeting.flat().toSorted()).toEqual(['CONFLICT employment', 'CONFLICT employment', 'CREATED', 'CREATED']);
    expect(await codes('people(filter: { employment: FULL_TIME, office: { code: "431302", scope: OWN } })')).toHaveLength(3);
  });

  it('record ties, courses and attendances under composed codes', async () => {
    const ties = [{ personCode: 'a1', organizationCode: 'u2', kind: 'WORKED_AT', untilOn: '2019-01-01' }, { personCode: 'a2', organizationCode: 'u2', kind: 'RELATIVE' }];
    expect(await record('recordTies', 'TieInput', ties)).toEqual(['CREATED', 'CREATED']);
    expect(await record('recordTies', 'TieInput', [ties[1] ?? {}, { ...ties[0], untilOn: null }, { ...ties[0], personCode: 'nobody' }]))
      .toEqual(['UNCHANGED', 'UPDATED', 'INVALID personCode']);
    const course = { code: 'c1', officeCode: '431300', name: '培训', kind: 'COURSE', startsOn: '2020-04-01', endsOn: '2020-04-30' };
    expect(await record('recordCourses', 'CourseInput', [course, { ...course, code: 'c2', kind: 'LECTURE', startsOn: '2021-04-01', endsOn: null }, { ...course, code: 'c3', endsOn: '2020-03-31' }]))
      .toEqual(['CREATED', 'CREATED', 'INVALID endsOn']);
    const at = (courseCode: string, personCode: string, examScore?: number) => ({ courseCode, personCode, ...(examScore === undefined ? {} : { examScore }) });
    expect(await record('recordAttendances', 'AttendanceInput', [at('c1', 'a1', 92.5), at('c1', 'a2'), at('c2', 'a1'), at('c2', 'a2', 101), at('c9', 'a1')]))
      .toEqual(['CREATED', 'CREATED', 'CREATED', 'INVALID examScore', 'INVALID courseCode']);
    const { data } = await pools.ask('{ attendance(code: "c1~a1") { examScore course { code } person { code } office { code } } tie(code: "a2~u2~RELATIVE") { kind untilOn person { code } office { code } } }');
    expect(data).toEqual({
      attendance: { examScore: 92.5, course: { code: 'c1' }, person: { code: 'a1' }, office: { code: '431300' } },
      tie: { kind: 'RELATIVE', untilOn: null, person: { code: 'a2' }, office: { code: '431300' } },
    });
  });

  it.each([
    ['people(filter: { pool: LEADER })', ['a1']],
    ['people(filter: { pool: TALENT, expertise: IT, organization: "u1" })', ['a1']],
    ['people(filter: { expertise: AUDIT })', ['a2']],
    ['people(filter: { codes: ["a2", "a1", "zz"] })', ['a1', 'a2']],
    ['people(filter: { office: { code: "431300", scope: OWN } })', ['a2']],
    ['ties(filter: { person: "a1" })', ['a1~u2~WORKED_AT']],
    ['ties(filter: { organization: "u2", kind: RELATIVE })', ['a2~u2~RELATIVE']],
    ['courses', ['c2', 'c1']],
    ['courses(filter: { kind: COURSE })', ['c1']],
    ['courses(filter: { days: { from: "2020-04-02" } })', ['c2']],
    ['courses(filter: { days: { from: "2020-04-01", to: "2020-04-01" } })', ['c1']],
    ['attendances(filter: { course: "c1" })', ['c1~a1', 'c1~a2']],
    ['attendances(filter: { person: "a1" })', ['c1~a1', 'c2~a1']],
  ])('list %s', async (list, expected) => expect(await codes(list)).toEqual(expected));

  it('list page by page', async () => {
    const page = async (after: string | null) => {
      const { data } = await pools.ask('query ($after: String) { attendances(first: 2, after: $after) { totalCount nodes { code } pageInfo { hasNextPage endCursor } } }', { after });
      return listed.parse(data?.['attendances']);
    };
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes].map(({ code }) => code)).toEqual(['c1~a1', 'c1~a2', 'c2~a1']);
    expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
  });

  it('show what hangs on a person, a course, an office and an organisation', async () => {
    const { data } = await pools.ask(`query ($of: [_Any!]!) {
      person(code: "a1") { ties { nodes { code } } attendances { totalCount } }
      course(code: "c1") { attendances(first: 1) { nodes { person { name } } pageInfo { hasNextPage } } }
      _entities(representations: $of) { ... on Office { courses { nodes { code } } } ... on Organization { people { nodes { code } } ties { totalCount } } ... on Person { name } }
    }`, { of: [{ __typename: 'Office', code: '431300' }, { __typename: 'Organization', code: 'u1' }, { __typename: 'Organization', code: 'u2' }, { __typename: 'Person', code: 'a2' }] });
    expect(data).toEqual({
      person: { ties: { nodes: [{ code: 'a1~u2~WORKED_AT' }] }, attendances: { totalCount: 2 } },
      course: { attendances: { nodes: [{ person: { name: '人 a1' } }], pageInfo: { hasNextPage: true } } },
      _entities: [
        { courses: { nodes: [{ code: 'c2' }, { code: 'c1' }] } },
        { people: { nodes: [{ code: 'a1' }] }, ties: { totalCount: 0 } }, { people: { nodes: [] }, ties: { totalCount: 2 } }, { name: '人 a2' },
      ],
    });
  });

  it('show an office its own people and those below it, and nobody else', async () => {
    expect(await codes('people(filter: { codes: ["a1", "a2"] })', asOffice(county))).toEqual(['a1']);
    expect(await codes('people(filter: { codes: ["a1", "a2"] })', asOffice(city))).toEqual(['a1', 'a2']);
    expect(await codes('attendances', asOffice(county))).toEqual([]);
    const { data } = await pools.ask(bulk('recordPeople', 'PersonInput'), { rows: [person('a2'), person('n1', { officeCode: '431300' })] }, asOffice(county));
    expect(data?.['recordPeople']).toMatchObject({ rows: [{ refusal: 'CONFLICT', field: 'code' }, { refusal: 'FORBIDDEN' }] });
    expect(await codes('people(filter: { codes: ["a2"] })', asOffice(province))).toEqual(['a2']);
  });

  it.each([
    ['people', personTopic, fold(evolvePerson)],
    ['ties', tieTopic, fold(evolveTie)],
    ['courses', courseTopic, fold(evolveCourse)],
    ['attendances', attendanceTopic, fold(evolveAttendance)],
  ] as const)('keep %s as their journal tells, and publish no name', async (...[collection, topic, folded]) => {
    const documents = await pools.db.collection<{ _id: string; version: number; officeCode: string; lists: string[] }>(collection).find().toArray();
    expect(documents.length).toBeGreaterThan(0);
    for (const { _id, version, lists: _, ...document } of documents) {
      const facts = await pools.db.collection<JournalRow>('journal').find({ '_id.t': topic.name, '_id.s': _id }).sort({ '_id.v': 1 }).toArray();
      expect({ officeCode: document.officeCode, ...folded(facts, _id) }).toEqual({ ...document, code: _id });
      expect(facts).toHaveLength(version);
      expect(JSON.stringify(facts.map(({ data }) => data))).not.toMatch(/人 |name/);
    }
  });
});
