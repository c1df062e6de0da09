import { serviceUnderTest, type ServiceUnderTest } from '@xunlian/harness';
import { publish } from '@xunlian/testing';
import { service } from '../src/service.ts';
import { lineages, told } from './told.ts';

const officeCode = '431302';
/** Who was called in. */
export const person = '某局党组书记';
/** One row of each kind that is accepted, in the order in which they refer to each other. */
export const rows = {
  Rectifications: { findingCode: 'f1', organizationCode: 'o1', dueOn: '2020-08-01', completedOn: '2020-07-01' },
  Measures: { code: 'm1', officeCode, findingCode: 'f1', kind: 'REGULATION', adoptedOn: '2020-07-01', title: '工作办法' },
  Recoveries: { code: 'y1', officeCode, findingCode: 'f1', amountYuan: 1234.56, recoveredOn: '2020-07-01' },
  Checks: {
    code: 'k1', kind: 'GUIDANCE', officeCode, targetOfficeCode: '431381', targetOrganizationCode: 'o1', startsOn: '2020-09-01', endsOn: '2020-09-10',
  },
  CheckProblems: { code: 'q1', checkCode: 'k1', findingCode: 'f1', aspect: '整改落实', listed: true },
  Letters: {
    code: 't1', kind: 'DUTY', officeCode, organizationCode: 'o1', personCode: 'p1', findingCodes: ['f2', 'f1'],
    sentOn: '2020-06-10', replyDueOn: '2020-08-10',
  },
  Interviews: { code: 'v1', officeCode, organizationCode: 'o1', personRef: person, heldOn: '2020-09-20' },
  Campaigns: { code: 'a1', officeCode, organizationCode: 'o1', theme: '三资管理', startsOn: '2020-10-01' },
};
/** A kind by the name of its mutation. */
export type Many = keyof typeof rows;
/** All of them. */
export const kinds = Object.keys(rows) as Many[];
/** Its type in the graph. */
export const typeOf = (many: Many) => (many === 'Recoveries' ? 'Recovery' : many.slice(0, -1));
/** Code of its accepted row. */
export const codeOf = (many: Many) => (many === 'Rectifications' ? 'f1' : rows[many].code);
const viewerOf = (lineage: readonly string[]) => ({ name: '登记员', role: 'REGISTRAR', lineage } as const);

/** The service with one record of each kind, and how a registrar of an office, the county's unless said otherwise, records and asks. */
export async function rectificationWithRecords() {
  const started: ServiceUnderTest = await serviceUnderTest(service);
  const after = await publish(started.mongo, told);
  const record = async (many: Many, stated: readonly object[], lineage: readonly string[] = lineages.county) => {
    const mutation = `mutation ($rows: [${typeOf(many)}Input!]!) {
      answer: record${many}(rows: $rows) { created updated unchanged rejected position rows { row code outcome refusal field reason } }
    }`;
    const { data, errors } = await started.ask(mutation, { rows: stated }, { viewer: viewerOf(lineage), after });
    expect(errors).toBeUndefined();
    return data?.['answer'] ?? {};
  };
  const answerTo = async (query: string, lineage: readonly string[] = lineages.county) => {
    const { data, errors } = await started.ask(query, {}, { viewer: viewerOf(lineage) });
    expect(errors).toBeUndefined();
    return data;
  };
  const factsOf = async (many: Many, code: string): Promise<object[]> => {
    const facts = await started.db.collection('journal').find({ '_id.s': code, type: `${typeOf(many)}Recorded` }).sort({ '_id.v': 1 }).toArray();
    return facts.map(({ data, kept }) => ({ ...data, ...kept }) as object);
  };
  for (const many of kinds) expect(await record(many, [rows[many]])).toMatchObject({ created: 1, rejected: 0 });
  return { db: started.db, stop: started.stop, record, answerTo, factsOf };
}

/** The same, as a spec holds it. */
export type Rectification = Awaited<ReturnType<typeof rectificationWithRecords>>;
