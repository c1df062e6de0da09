import { inspectionTopic, officeTopic } from '@xunlian/events';
import { serviceUnderTest, type ServiceUnderTest } from '@xunlian/harness';
import { publish } from '@xunlian/testing';
import { service } from '../src/service.ts';

const lineage = ['430000', '431300'];
const inspection = {
  lineage, roundCode: 'r1', groupCode: 'g1', organizationCode: 'o1', mode: 'REGULAR', elevated: null, cross: null, extendedFromCode: null,
  preparedOn: '2020-02-20', enteredOn: '2020-03-01', reportedOn: null, fedBackOn: '2020-06-01', transferredOn: null, archivedOn: null,
};
const record = (kind: string) => `mutation ($rows: [${kind}Input!]!) {
  record${kind}s(rows: $rows) { created updated unchanged rejected position rows { row code outcome refusal field reason } }
}`;
const finding = { code: 'f1', inspectionCode: 'i1', discipline: 'WORK', scope: 'COMMON', foundOn: '2020-03-20', summary: '三资管理方面存在问题' };
const clue = { code: 'c1', inspectionCode: 'i1', findingCode: 'f1', foundOn: '2020-03-21', about: '绝密内容' };

let findings: ServiceUnderTest;
let after: string;

beforeAll(async () => {
  findings = await serviceUnderTest(service);
  after = await publish(findings.mongo, [
    { topic: officeTopic, subject: '431300', data: { lineage, leadingGroupOn: null, establishedOn: null, approvedPosts: null, groupQuota: null } },
    { topic: inspectionTopic, subject: 'i1', data: inspection },
    { topic: inspectionTopic, subject: 'i2', data: { ...inspection, organizationCode: 'o2' } },
  ]);
});
afterAll(() => findings.stop());

describe('findings', () => {
  it('answers per row what became of it', async () => {
    const rows = [finding, { ...finding, code: 'f2' }, { ...finding, code: 'f3', inspectionCode: 'i9' }, { ...finding, code: 'f4', foundOn: '2020-02-01' }, { ...finding, code: 'f5', foundOn: '2020-06-02' }, finding];
    const { data, errors } = await findings.ask(record('Finding'), { rows }, { after });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ recordFindings: { created: 2, rejected: 4, rows: [
      { outcome: 'CREATED' }, { outcome: 'CREATED' },
      { outcome: 'REJECTED', refusal: 'INVALID', field: 'inspectionCode', reason: 'There is no inspection with the code i9.' },
      { outcome: 'REJECTED', refusal: 'INVALID', field: 'foundOn' },
      { outcome: 'REJECTED', refusal: 'INVALID', field: 'foundOn', reason: 'The finding was found on 2020-06-02, after the feedback of its inspection on 2020-06-01.' },
      { outcome: 'REJECTED', refusal: 'CONFLICT', field: 'code' },
    ] } });
    const again = await findings.ask(record('Finding'), { rows: [finding, { ...finding, code: 'f2', scope: 'INDIVIDUAL' }] });
    expect(again.data).toMatchObject({ recordFindings: { unchanged: 1, updated: 1 } });
  });

  it('lists petitions by organisation and round, and under them', async () => {
    const petition = { code: 'p1', inspectionCode: 'i1', channel: 'VISIT', receivedOn: '2020-03-02' };
    await findings.ask(record('Petition'), { rows: [petition, { ...petition, code: 'p2', inspectionCode: 'i2' }] });
    const under = (type: string, code: string) => `_entities(representations: [{ __typename: "${type}", code: "${code}" }]) { ... on ${type} { petitions { nodes { code } } } }`;
    const { data, errors } = await findings.ask(`{
      petition(code: "p1") { organization { code } round { code } }
      here: petitions(filter: { organization: "o2" }) { nodes { code } } there: petitions(filter: { round: "r9" }) { totalCount }
      all: petitions(filter: { round: "r1" }) { totalCount } organization: ${under('Organization', 'o1')} round: ${under('Round', 'r1')}
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      petition: { organization: { code: 'o1' }, round: { code: 'r1' } }, here: { nodes: [{ code: 'p2' }] }, there: { totalCount: 0 }, all: { totalCount: 2 },
      organization: [{ petitions: { nodes: [{ code: 'p1' }] } }], round: [{ petitions: { nodes: [{ code: 'p2' }, { code: 'p1' }] } }],
    });
  });

  it('keeps what a clue is about encrypted, out of what it publishes, and logs who reads it', async () => {
    await findings.ask(record('Clue'), { rows: [clue] });
    const stored = await findings.db.collection('clues').findOne({});
    const fact = await findings.db.collection('journal').findOne({ '_id.t': 'findings.clue.v1' });
    expect(JSON.stringify([stored, fact])).not.toContain(clue.about);
    expect(fact?.['data']).not.toHaveProperty('about');
    const { data } = await findings.ask('{ clue(code: "c1") { about state finding { code } } }');
    expect(data).toEqual({ clue: { about: clue.about, state: 'FOUND', finding: { code: 'f1' } } });
    expect(await findings.db.collection('sealedReads').findOne({})).toMatchObject({ kind: 'clues', code: 'c1', field: 'about', by: 'registrar' });
  });

  it('lists outcomes for poor rectification apart from all others, those of which it is not said among these', async () => {
    const rows = [true, false, null].map((accountability) => ({ code: `x-${accountability}`, officeCode: '431300', personRef: '某人', kind: 'TALK', accountability, decidedOn: '2020-07-01' }));
    expect((await findings.ask(record('Outcome'), { rows })).data).toMatchObject({ recordOutcomes: { created: 3 } });
    const { data } = await findings.ask('{ held: outcomes(filter: { accountability: true }) { nodes { code } } others: outcomes(filter: { accountability: false }) { nodes { code } } }');
    expect(data).toEqual({ held: { nodes: [{ code: 'x-true' }] }, others: { nodes: [{ code: 'x-null' }, { code: 'x-false' }] } });
  });

  it('keeps nothing of what stands where a code is meant, which might be sealed text', async () => {
    const outcome = { code: 'x1', officeCode: '431300', clueCode: clue.about, personRef: '某人', kind: 'TALK', decidedOn: '2020-07-01' };
    const answers = [await findings.ask(record('Clue'), { rows: [{ ...clue, code: clue.about }] }), await findings.ask(record('Outcome'), { rows: [outcome] })];
    expect(answers.map(({ data }) => data)).toMatchObject([{ recordClues: { rejected: 1 } }, { recordOutcomes: { rejected: 1 } }]);
    const kept = (await findings.db.listCollections().toArray()).map(({ name }) => findings.db.collection(name).find().toArray());
    expect(JSON.stringify(await Promise.all(kept))).not.toContain(clue.about);
  });

  it('transfers a clue once', async () => {
    const transfer = 'mutation { transferClue(clue: "c1", receiver: DISCIPLINE_ORGAN, on: "2020-06-02") { clue { state transferredOn } position } }';
    expect((await findings.ask(transfer)).data).toMatchObject({ transferClue: { clue: { state: 'TRANSFERRED', transferredOn: '2020-06-02' } } });
    expect((await findings.ask(transfer)).errors?.[0]).toMatchObject({ message: 'Already transferred on 2020-06-02.', extensions: { code: 'CONFLICT' } });
  });
});
