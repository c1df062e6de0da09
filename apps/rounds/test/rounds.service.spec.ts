import { assignmentTopic, inspectionTopic, planOrganizationTopic, planTopic, roundTopic, type JournalRow } from '@xunlian/events';
import type { Fact, Owned } from '@xunlian/shared';
import { evolve as evolveAssignment } from '../src/assignment/rules.ts';
import { evolve as evolveInspection } from '../src/inspection/rules.ts';
import { evolve as evolvePlan } from '../src/plan/rules.ts';
import { evolve as evolvePlace } from '../src/planOrganization/rules.ts';
import { evolve as evolveRound } from '../src/round/rules.ts';
import { bulk, city, county, listed, outcomesOf, sibling, startRounds } from './started.ts';

const plan = { code: 'l1', officeCode: '4313', name: '五年规划', startsOn: '2016-01-01', endsOn: '2020-12-31' };
const round = { code: 'r1', officeCode: '4313', term: 5, sequence: 1, name: '第1轮', kind: 'REGULAR', startsOn: '2020-04-01', endsOn: '2022-06-30' };
const inspection = { code: 'i1', roundCode: 'r1', groupCode: 'gc1', organizationCode: 'c1', mode: 'REGULAR', preparedOn: '2020-03-20', enteredOn: '2022-01-02' };
const asOffice = (lineage: string[]) => ({ viewer: { name: 'registrar', role: 'REGISTRAR' as const, lineage } });

let rounds: Awaited<ReturnType<typeof startRounds>>;
beforeAll(async () => {
  rounds = await startRounds();
}, 60_000);
afterAll(() => rounds.stop());

const record = async (kind: string, rows: object[], how: object = {}) =>
  outcomesOf(await rounds.ask(bulk(kind), { rows }, { after: rounds.after, ...how }), `record${kind}s`);
const ask = async (query: string, how = {}) => {
  const { data, errors } = await rounds.ask(query, {}, how);
  expect(errors).toBeUndefined();
  return data;
};
const codes = async (list: string, how = {}) => {
  const { totalCount, nodes } = listed.parse((await ask(`{ list: ${list} { totalCount nodes { code } pageInfo { endCursor } } }`, how))?.['list']);
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ code }) => code);
};

describe('The rounds service records', () => {
  it('plans and the organisations on them', async () => {
    expect(await record('Plan', [plan, { ...plan, code: 'l2', officeCode: '431302', startsOn: '2017-01-01' }, { ...plan, code: 'l3', endsOn: '2015-01-01' }, { ...plan, code: 'l4', officeCode: '99' }]))
      .toEqual(['CREATED', 'CREATED', 'INVALID endsOn', 'INVALID officeCode']);
    expect(await record('Plan', [plan, { ...plan, code: 'l2', officeCode: '4313' }])).toEqual(['UNCHANGED', 'CONFLICT officeCode']);
    expect(await record('Plan', [{ ...plan, name: '另名' }])).toEqual(['UPDATED']);
    const place = (planCode: string, organizationCode: string) => ({ planCode, organizationCode });
    expect(await record('PlanOrganization', [place('l1', 'c1'), place('l1', 'k1'), place('l2', 'k1'), place('l9', 'c1'), place('l1', 'c9'), place('l1', 'c1')]))
      .toEqual(['CREATED', 'CREATED', 'CREATED', 'INVALID planCode', 'INVALID organizationCode', 'CONFLICT code']);
  });

  it('rounds, each with its number in the term, led from above', async () => {
    expect(await record('Round', [
      { ...round, code: 'r0', officeCode: '43', endsOn: null }, round, { ...round, code: 'r2' }, { ...round, code: 'r2', kind: 'SPECIAL' },
      { ...round, code: 'r3', sequence: 0 }, { ...round, code: 'r4', officeCode: '431302', startsOn: '2020-05-01' }, { ...round, code: 'r5', ledByCode: 'r9', sequence: 5 },
    ])).toEqual(['CREATED', 'CREATED', 'CONFLICT sequence', 'CONFLICT code', 'INVALID sequence', 'CREATED', 'INVALID ledByCode']);
    expect(await record('Round', [{ ...round, code: 'r2', kind: 'SPECIAL' }, { ...round, ledByCode: 'r0' }, { ...round, code: 'r4', officeCode: '431302', startsOn: '2020-05-01', ledByCode: 'r1' }]))
      .toEqual(['CREATED', 'UPDATED', 'UPDATED']);
    expect(await record('Round', [{ ...round, ledByCode: 'r4' }, { ...round, code: 'r2', kind: 'SPECIAL', term: 6 }])).toEqual(['INVALID ledByCode', 'CONFLICT term']);
    expect(await record('Round', [{ ...round, ledByCode: 'r0' }, { ...round, code: 'r2' }])).toEqual(['UNCHANGED', 'CONFLICT sequence']);
    expect(await record('Round', [{ ...round, code: 'r7', officeCode: '4313', sequence: 7 }], asOffice(county))).toEqual(['FORBIDDEN null']);
  });

  it('inspections within their jurisdiction, regular ones once a term', async () => {
    expect(await record('Inspection', [
      inspection, { ...inspection, code: 'i2' }, { ...inspection, code: 'i3', organizationCode: 'c2', enteredOn: '2020-04-07', reportedOn: '2020-06-01' },
      { ...inspection, code: 'i4', organizationCode: 'k1' }, { ...inspection, code: 'i5', organizationCode: 'k1', groupCode: 'gs1', elevated: true, cross: true, mode: 'SPECIAL', enteredOn: null },
      { ...inspection, code: 'i6', organizationCode: 'c3', enteredOn: '2020-03-31' }, { ...inspection, code: 'i7', roundCode: 'r2' },
    ])).toEqual(['CREATED', 'CONFLICT organizationCode', 'CREATED', 'INVALID organizationCode', 'CREATED', 'INVALID enteredOn', 'CONFLICT organizationCode']);
    expect(await record('Inspection', [inspection, { ...inspection, archivedOn: '2022-12-01' }])).toEqual(['UNCHANGED', 'CONFLICT code']);
    expect(await record('Inspection', [{ ...inspection, archivedOn: '2022-12-01' }, { ...inspection, code: 'i8', organizationCode: 'c3', extendedFromCode: 'i1', mode: 'PINPOINT', preparedOn: null, enteredOn: null, elevated: false }]))
      .toEqual(['UPDATED', 'CREATED']);
    expect(await record('Inspection', [{ ...inspection, code: 'i6', organizationCode: 'c3', enteredOn: '2022-07-01' }])).toEqual(['INVALID enteredOn']);
    expect(await record('Round', [{ ...round, ledByCode: 'r0', startsOn: '2020-04-08' }])).toEqual(['CONFLICT startsOn']);
    expect(await record('Round', [{ ...round, ledByCode: 'r0', endsOn: '2022-01-01' }])).toEqual(['CONFLICT endsOn']);
  });

  it('authorisations, with one leader a group, one group a person and nobody who has a tie', async () => {
    const assigned = (personCode: string, role: string, groupCode = 'gc1') => ({ roundCode: 'r1', groupCode, personCode, role });
    expect(await record('Assignment', [assigned('p1', 'LEADER'), assigned('p2', 'LEADER'), assigned('p3', 'LEADER', 'gc2'), assigned('p4', 'LEADER', 'gs1'), assigned('p9', 'MEMBER')]))
      .toEqual(['CREATED', 'CONFLICT role', 'CONFLICT personCode', 'CREATED', 'INVALID personCode']);
    expect(await record('Assignment', [assigned('p1', 'DEPUTY'), assigned('p2', 'LEADER'), assigned('p1', 'MEMBER', 'g9'), { ...assigned('p1', 'MEMBER', 'gc1'), roundCode: 'r4' }]))
      .toEqual(['UPDATED', 'CREATED', 'INVALID groupCode', 'INVALID groupCode']);
    expect(await record('Assignment', [assigned('p1', 'MEMBER', 'gc2'), assigned('p1', 'DEPUTY')])).toEqual(['CONFLICT personCode', 'UNCHANGED']);
    // p3 and p5 left c1 at the end of 2018: until the end of 2021 it is a tie.
    expect(await record('Assignment', [assigned('p3', 'MEMBER')])).toEqual(['CREATED']);
    expect(await record('Inspection', [{ ...inspection, enteredOn: '2021-12-31', archivedOn: '2022-12-01' }])).toEqual(['CONFLICT groupCode']);
    expect(await record('Inspection', [{ ...inspection, groupCode: 'gc2', enteredOn: '2021-12-31', archivedOn: '2022-12-01' }])).toEqual(['UPDATED']);
    expect(await record('Assignment', [assigned('p5', 'MEMBER', 'gc2')])).toEqual(['CONFLICT personCode']);
  });
});

describe('The rounds service answers', () => {
  it.each([
    ['plans', ['l2', 'l1']],
    ['plans(filter: { days: { from: "2016-06-01" } })', ['l2']],
    ['planOrganizations(filter: { plan: "l1" })', ['l1~c1', 'l1~k1']],
    ['planOrganizations(filter: { organization: "k1" })', ['l1~k1', 'l2~k1']],
    ['rounds', ['r4', 'r2', 'r1', 'r0']],
    ['rounds(filter: { office: { code: "4313", scope: OWN } })', ['r2', 'r1']],
    ['rounds(filter: { kind: SPECIAL, term: 5 })', ['r2']],
    ['rounds(filter: { ledBy: "r1", days: { from: "2020-05-01", to: "2020-05-01" } })', ['r4']],
    ['inspections', ['i1', 'i3', 'i8', 'i5']],
    ['inspections(filter: { round: "r1", group: "gc1" })', ['i3', 'i8']],
    ['inspections(filter: { organization: "k1", mode: SPECIAL, elevated: true, cross: true })', ['i5']],
    ['inspections(filter: { elevated: false })', ['i1', 'i3', 'i8']],
    ['inspections(filter: { stage: PREPARING })', ['i8', 'i5']],
    ['inspections(filter: { stage: REPORTING, days: { to: "2020-04-07" } })', ['i3']],
    ['inspections(filter: { codes: ["i1", "i9"] })', ['i1']],
    ['assignments(filter: { group: "gc1", role: LEADER })', ['r1~gc1~p2']],
    ['assignments(filter: { person: "p1", round: "r1" })', ['r1~gc1~p1']],
  ])('%s', async (list, expected) => expect(await codes(list)).toEqual(expected));

  it('an office with its own records and those below alone', async () => {
    expect(await codes('rounds', asOffice(county))).toEqual(['r4']);
    expect(await codes('rounds', asOffice(city))).toEqual(['r4', 'r2', 'r1']);
    expect(await codes('inspections', asOffice(sibling))).toEqual([]);
    expect(await ask('{ round(code: "r4") { code ledBy { code } } other: inspection(code: "i1") { code } }', asOffice(county)))
      .toEqual({ round: { code: 'r4', ledBy: null }, other: null });
  });

  it('page by page, with those that were not entered last', async () => {
    const walked: string[] = [];
    for (let after: string | null = null; walked.length < 4;) {
      const query = `{ list: inspections(first: 1${after === null ? '' : `, after: "${after}"`}) { totalCount nodes { code } pageInfo { endCursor } } }`;
      const { nodes, pageInfo } = listed.parse((await ask(query))?.['list']);
      walked.push(...nodes.map(({ code }) => code));
      after = pageInfo.endCursor;
    }
    expect(walked).toEqual(['i1', 'i3', 'i8', 'i5']);
  });

  it('a record with those it refers to', async () => {
    expect(await ask('{ inspection(code: "i8") { round { name term sequence ledBy { code } led { nodes { code } } office { code } } group { code } organization { code } office { code } mode stage elevated cross preparedOn archivedOn extendedFrom { code stage extensions { nodes { code } } } } }')).toEqual({ inspection: {
      round: { name: '第1轮', term: 5, sequence: 1, ledBy: { code: 'r0' }, led: { nodes: [{ code: 'r4' }] }, office: { code: '4313' } },
      group: { code: 'gc1' }, organization: { code: 'c3' }, office: { code: '4313' }, mode: 'PINPOINT', stage: 'PREPARING', elevated: false, cross: null,
      preparedOn: null, archivedOn: null, extendedFrom: { code: 'i1', stage: 'ARCHIVED', extensions: { nodes: [{ code: 'i8' }] } },
    } });
    expect(await ask('{ planOrganization(code: "l1~c1") { plan { name startsOn endsOn organizations { nodes { code } } } organization { code } office { code } } assignment(code: "r1~gs1~p4") { role round { code } group { code } person { code } office { code } } }')).toEqual({
      planOrganization: { plan: { name: '另名', startsOn: '2016-01-01', endsOn: '2020-12-31', organizations: { nodes: [{ code: 'l1~c1' }, { code: 'l1~k1' }] } }, organization: { code: 'c1' }, office: { code: '4313' } },
      assignment: { role: 'LEADER', round: { code: 'r1' }, group: { code: 'gs1' }, person: { code: 'p4' }, office: { code: '4313' } },
    });
  });

  it('what other services’ records lead to', async () => {
    const entity = (type: string, code: string, fields: string) => `${type}_${code}: _entities(representations: [{ __typename: "${type}", code: "${code}" }]) { ... on ${type} { ${fields} } }`;
    const list = (name: string) => `${name} { nodes { code } }`;
    expect(await ask(`{
      ${entity('Office', '4313', `${list('plans')} ${list('rounds')}`)} ${entity('Group', 'gc1', `${list('assignments')} ${list('inspections')}`)}
      ${entity('Organization', 'k1', `${list('inspections')} ${list('plans')}`)} ${entity('Person', 'p2', list('assignments'))} ${entity('Round', 'r1', `name ${list('inspections')} ${list('assignments(first: 2)')}`)}
    }`)).toEqual({
      Office_4313: [{ plans: { nodes: [{ code: 'l1' }] }, rounds: { nodes: [{ code: 'r2' }, { code: 'r1' }] } }],
      Group_gc1: [{ assignments: { nodes: ['p1', 'p2', 'p3'].map((code) => ({ code: `r1~gc1~${code}` })) }, inspections: { nodes: [{ code: 'i3' }, { code: 'i8' }] } }],
      Organization_k1: [{ inspections: { nodes: [{ code: 'i5' }] }, plans: { nodes: [{ code: 'l1~k1' }, { code: 'l2~k1' }] } }],
      Person_p2: [{ assignments: { nodes: [{ code: 'r1~gc1~p2' }] } }],
      Round_r1: [{ name: '第1轮', inspections: { nodes: ['i1', 'i3', 'i8', 'i5'].map((code) => ({ code })) }, assignments: { nodes: [{ code: 'r1~gc1~p1' }, { code: 'r1~gc1~p2' }] } }],
    });
  });
});

describe('The journal', () => {
  const folded = <State extends Owned>(evolve: (state: State | null, fact: Fact, code: string) => State) =>
    (facts: readonly Fact[], code: string): Owned | null => facts.reduce<State | null>((state, fact) => evolve(state, fact, code), null);
  it.each([
    ['plans', planTopic.name, folded(evolvePlan)], ['planOrganizations', planOrganizationTopic.name, folded(evolvePlace)], ['rounds', roundTopic.name, folded(evolveRound)],
    ['inspections', inspectionTopic.name, folded(evolveInspection)], ['assignments', assignmentTopic.name, folded(evolveAssignment)],
  ] as const)('folds to the documents of %s', async (...[collection, topic, fold]) => {
    const rows = await rounds.db.collection<JournalRow>('journal').find({ '_id.t': topic }).sort({ _id: 1 }).toArray();
    const bySubject = Map.groupBy(rows, ({ _id: { s } }) => s);
    const documents = await rounds.db.collection<{ _id: string; version: number }>(collection).find().toArray();
    expect(new Set(bySubject.keys())).toEqual(new Set(documents.map(({ _id }) => _id)));
    for (const { _id: code, version, ...document } of documents) {
      const facts = bySubject.get(code) ?? [];
      expect(facts.map(({ _id: { v } }) => v)).toEqual(Array.from({ length: version }, (_, index) => index + 1));
      expect({ ...document, code }).toMatchObject({ ...fold(facts, code), code });
    }
  });
});
