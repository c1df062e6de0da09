import { codeOf, kinds, person, rectificationWithRecords, rows, typeOf, type Many, type Rectification } from './recorded.ts';
import { lineages } from './told.ts';

let rectification: Rectification;
let record: Rectification['record'];
let answerTo: Rectification['answerTo'];
let factsOf: Rectification['factsOf'];
/** What documents hold beside their facts: derived for lists, or encrypted. */
const besideFacts = ['lists', 'held', 'officeCode', 'personRef', 'state', 'answered', 'fresh', 'rectified', 'isListed', 'isCross'];
const entity = (type: string, code: string, fields: string) =>
  `{ _entities(representations: [{ __typename: "${type}", code: "${code}" }]) { ... on ${type} { ${fields} } } }`;

beforeAll(async () => {
  rectification = await rectificationWithRecords();
  ({ record, answerTo, factsOf } = rectification);
});
afterAll(() => rectification.stop());

describe('Every kind of record', () => {
  it.each(kinds)('%s stated again are unchanged', async (many) => {
    expect(await record(many, [rows[many]])).toMatchObject({ unchanged: 1, created: 0, updated: 0, rejected: 0 });
  });

  it.each(kinds)('the journal of %s folds to the document', async (many) => {
    const documents = await rectification.db.collection(`${many.charAt(0).toLowerCase()}${many.slice(1)}`).find().toArray();
    expect(documents).toHaveLength(1);
    for (const { _id, version, ...document } of documents) {
      const facts = await factsOf(many, String(_id));
      // Two ciphertexts of one text differ: what the journal sealed is opened below.
      const { personRef: _, ...folded } = Object.assign({}, ...facts) as Record<string, unknown>;
      expect(document).toMatchObject(folded);
      expect(Object.keys(document).filter((field) => !(field in folded) && !besideFacts.includes(field))).toEqual([]);
      expect(version).toBe(facts.length);
    }
  });

  it.each(kinds)('nobody of a sibling office sees or changes %s', async (many) => {
    const type = typeOf(many);
    const query = `{ one: ${type.charAt(0).toLowerCase()}${type.slice(1)}(code: "${codeOf(many)}") { code } }`;
    expect(await answerTo(query, lineages.sibling)).toEqual({ one: null });
    // Who may not know of what a row refers to learns no more of the row, and nobody else whether it is there.
    const named = ['checkCode', 'findingCode', 'findingCodes'].find((field) => field in rows[many]);
    const refused = named ? { refusal: 'INVALID', field: named } : { refusal: 'FORBIDDEN', field: null };
    expect(await record(many, [rows[many]], lineages.sibling)).toMatchObject({ rejected: 1, rows: [refused] });
  });
});

describe('Rows that break a rule', () => {
  const letter = rows.Letters;
  const due = { ...rows.Rectifications, findingCode: 'f2' };
  const broken: readonly { what: string; many: Many; row: object; field: string }[] = [
    { what: 'completed before the feedback', many: 'Rectifications', row: { ...due, completedOn: '2020-05-01' }, field: 'completedOn' },
    { what: 'of a finding that nobody knows', many: 'Rectifications', row: { ...due, findingCode: 'f9' }, field: 'findingCode' },
    { what: 'before the finding', many: 'Measures', row: { ...rows.Measures, code: 'm9', adoptedOn: '2020-03-19' }, field: 'adoptedOn' },
    { what: 'of an office that nobody knows', many: 'Checks', row: { ...rows.Checks, code: 'k9', targetOfficeCode: '999999' }, field: 'targetOfficeCode' },
    { what: 'rectified before the check', many: 'CheckProblems', row: { ...rows.CheckProblems, code: 'q9', rectifiedOn: '2020-08-31' }, field: 'rectifiedOn' },
    { what: 'about a finding that nobody knows', many: 'Letters', row: { ...letter, code: 't9', findingCodes: ['f1', 'f9'] }, field: 'findingCodes' },
    { what: 'about a finding twice', many: 'Letters', row: { ...letter, code: 't9', findingCodes: ['f1', 'f1'] }, field: 'findingCodes' },
    { what: 'to a person that nobody knows', many: 'Letters', row: { ...letter, code: 't9', personCode: 'p9' }, field: 'personCode' },
  ];
  it.each(broken)('$many $what are refused', async ({ many, row, field }) => {
    expect(await record(many, [row])).toMatchObject({ rejected: 1, rows: [{ outcome: 'REJECTED', refusal: 'INVALID', field }] });
  });

  it('are refused by themselves: what was ordered at once may be done before the feedback', async () => {
    const atOnce = { ...rows.Rectifications, findingCode: 'f3', completedOn: '2020-03-25' };
    expect(await record('Rectifications', [{ ...atOnce, findingCode: 'f2' }, atOnce]))
      .toMatchObject({ created: 1, rejected: 1, rows: [{ row: 0, outcome: 'REJECTED' }, { row: 1, outcome: 'CREATED' }] });
  });

  it('are refused when a check would end before the finding of one of its problems was found', async () => {
    expect(await record('Checks', [{ ...rows.Checks, startsOn: '2020-03-01', endsOn: '2020-03-19' }])).toMatchObject({ rejected: 1, rows: [
      { refusal: 'CONFLICT', field: 'endsOn', reason: 'The finding of one of its problems was found after that day.' },
    ] });
  });

  it('are no burden to others of their group, whatever size they have', async () => {
    const findingCodes = Array.from({ length: 500_000 }, (_, number) => number.toString(36));
    const long = ['t7', 't8'].map((code) => record('Letters', [{ ...letter, code, findingCodes }]));
    const wide = Array.from({ length: 5 }, (_, place) => record('Letters', [{ ...letter, code: `x${place}`.padEnd(3_900_000, 'x') }]));
    const [fit, ...others] = await Promise.all([record('Letters', [letter]), ...long, ...wide]);
    expect(fit).toMatchObject({ unchanged: 1, rejected: 0 });
    expect(others.map((answer) => Reflect.get(answer, 'rows') as object)).toMatchObject([
      ...long.map(() => [{ refusal: 'INVALID', field: 'findingCodes' }]), ...wide.map(() => [{ refusal: 'INVALID', field: 'code' }]),
    ]);
  });

  it('say nothing of who was called in', async () => {
    const interview = { ...rows.Interviews, code: 'v9' };
    const answer = await record('Interviews', [{ ...interview, organizationCode: 'o9' }, { ...interview, code: 'v8', personRef: person.repeat(2_000) }]);
    expect(answer).toMatchObject({ rejected: 2, rows: [{ field: 'organizationCode' }, { field: 'personRef' }] });
    expect(JSON.stringify(answer)).not.toContain(person);
  });
});

describe('Rectifications', () => {
  it('are listed by how far they have got, by inspection and by due day', async () => {
    await record('Rectifications', [{ ...rows.Rectifications, findingCode: 'f2', completedOn: null, dueOn: '2020-09-01' }]);
    await record('Rectifications', [{ ...rows.Rectifications, findingCode: 'f4', organizationCode: 'o2' }], lineages.city);
    const list = (filter: string) => `rectifications(filter: { ${filter} }) { totalCount nodes { code } }`;
    expect(await answerTo(`{
      assigned: ${list('state: ASSIGNED')} here: ${list('inspection: "i1", state: REPORTED')}
      late: ${list('days: { from: "2020-08-02" }')} own: ${list('office: { code: "431300", scope: OWN }')} all: ${list('office: { code: "431300" }')}
    }`, lineages.city)).toEqual({
      assigned: { totalCount: 1, nodes: [{ code: 'f2' }] },
      here: { totalCount: 2, nodes: [{ code: 'f3' }, { code: 'f1' }] },
      late: { totalCount: 1, nodes: [{ code: 'f2' }] },
      own: { totalCount: 0, nodes: [] },
      all: { totalCount: 4, nodes: [{ code: 'f2' }, { code: 'f4' }, { code: 'f3' }, { code: 'f1' }] },
    });
  });

  it('come in pages, last due first', async () => {
    const page = async (position: string) =>
      (await answerTo(`{ page: rectifications(first: 2${position}) { nodes { code } pageInfo { hasNextPage endCursor } } }`))?.['page'];
    const first = await page('') ?? { pageInfo: { endCursor: '' } };
    expect(first).toMatchObject({ nodes: [{ code: 'f2' }, { code: 'f3' }], pageInfo: { hasNextPage: true } });
    expect(await page(`, after: "${first.pageInfo.endCursor}"`)).toMatchObject({ nodes: [{ code: 'f1' }], pageInfo: { hasNextPage: false } });
  });

  it('are overdue as of a day, and show what they refer to', async () => {
    expect(await answerTo(`{ rectification(code: "f2") {
      on: overdue(asOf: "2020-09-01") later: overdue(asOf: "2020-09-02") state dueOn completedOn verifiedOn
      office { code } finding { code } inspection { code } organization { code }
    } }`)).toEqual({ rectification: {
      on: false, later: true, state: 'ASSIGNED', dueOn: '2020-09-01', completedOn: null, verifiedOn: null,
      office: { code: '431302' }, finding: { code: 'f2' }, inspection: { code: 'i1' }, organization: { code: 'o1' },
    } });
    const verified = { ...rows.Rectifications, findingCode: 'f2', completedOn: '2020-09-03', verifiedOn: '2020-09-04' };
    expect(await record('Rectifications', [verified])).toMatchObject({ updated: 1 });
    expect(await answerTo('{ rectifications(filter: { state: IN_PLACE }) { nodes { code } } }')).toEqual({ rectifications: { nodes: [{ code: 'f2' }] } });
  });
});

describe('Records of other services', () => {
  const codes = (field: string) => `${field} { nodes { code } }`;
  const nodes = (...found: string[]) => ({ nodes: found.map((code) => ({ code })) });
  const own = { measures: nodes('m1'), letters: nodes('t1') };

  it('show what hangs on them', async () => {
    const lists = (...fields: string[]) => fields.map(codes).join(' ');
    const about = async (type: string, code: string, fields: string) => (await answerTo(entity(type, code, fields)))?.['_entities'];
    expect(await about('Finding', 'f1', `rectification { state } ${lists('measures', 'recoveries', 'checkProblems', 'letters')}`))
      .toEqual([{ rectification: { state: 'REPORTED' }, ...own, recoveries: nodes('y1'), checkProblems: nodes('q1') }]);
    expect(await about('Finding', 'f9', 'rectification { state }')).toEqual([{ rectification: null }]);
    expect(await about('Office', '431302', lists('measures', 'recoveries', 'checks', 'letters', 'interviews', 'campaigns')))
      .toEqual([{ ...own, recoveries: nodes('y1'), checks: nodes('k1'), interviews: nodes('v1'), campaigns: nodes('a1') }]);
    expect(await about('Office', '431381', lists('checks', 'checksReceived'))).toEqual([{ checks: nodes(), checksReceived: nodes('k1') }]);
    expect(await about('Organization', 'o1', lists('checks', 'letters', 'interviews', 'campaigns')))
      .toEqual([{ checks: nodes('k1'), letters: nodes('t1'), interviews: nodes('v1'), campaigns: nodes('a1') }]);
    expect(await about('Person', 'p1', codes('letters'))).toEqual([{ letters: nodes('t1') }]);
    expect(await about('Inspection', 'i1', codes('rectifications'))).toEqual([{ rectifications: nodes('f3', 'f2', 'f1') }]);
  });

  it('are found on the records that name them, in the order stated', async () => {
    expect(await answerTo(`{
      letter(code: "t1") { findings { code } person { code } organization { code } }
      checkProblem(code: "q1") { check { code problems { nodes { code listed } } } }
    }`)).toEqual({
      letter: { findings: [{ code: 'f2' }, { code: 'f1' }], person: { code: 'p1' }, organization: { code: 'o1' } },
      checkProblem: { check: { code: 'k1', problems: { nodes: [{ code: 'q1', listed: true }] } } },
    });
  });

  it('narrow every list', async () => {
    const [yes, no] = [{ totalCount: 1 }, { totalCount: 0 }];
    const count = (list: string, filter: string) => `${list}(filter: { ${filter} }) { totalCount }`;
    expect(await answerTo(`{
      a: ${count('letters', 'kind: DUTY, finding: "f2", person: "p1", organization: "o1", answered: false, days: { to: "2020-06-10" }')}
      b: ${count('letters', 'answered: true')}
      c: ${count('checks', 'kind: GUIDANCE, targetOffice: "431381", targetOrganization: "o1"')} d: ${count('checks', 'kind: LOOK_BACK')}
      e: ${count('checkProblems', 'check: "k1", finding: "f1", listed: true, fresh: false, rectified: false')} f: ${count('checkProblems', 'fresh: true')}
      k: ${count('checks', 'cross: false')} l: ${count('checks', 'cross: true')}
      g: ${count('measures', 'finding: "f1", kind: REGULATION')} h: ${count('recoveries', 'finding: "f1"')}
      i: ${count('interviews', 'organization: "o1", days: { from: "2020-09-20" }')} j: ${count('campaigns', 'organization: "o2"')}
    }`)).toEqual({ a: yes, b: no, c: yes, d: no, e: yes, f: no, g: yes, h: yes, i: yes, j: no, k: yes, l: no });
  });
});
