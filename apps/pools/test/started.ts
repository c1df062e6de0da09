import { officeTopic, organizationTopic } from '@xunlian/events';
import { serviceUnderTest, type Answer, type ServiceUnderTest } from '@xunlian/harness';
import { publish } from '@xunlian/testing';
import { z } from 'zod';
import { service as pools } from '../src/service.ts';

/** A province, its city and a county of that with three approved posts; an organisation of each office below the province. */
export const [province, city, county] = [['430000'], ['430000', '431300'], ['430000', '431300', '431302']];

const office = (lineage: string[], approvedPosts: number | null) =>
  ({ topic: officeTopic, subject: lineage.at(-1) ?? '', data: { lineage, leadingGroupOn: null, establishedOn: null, approvedPosts, groupQuota: null } });
const organization = (subject: string, lineage: string[]) =>
  ({ topic: organizationTopic, subject, data: { lineage, kind: 'DEPARTMENT', divisionCode: lineage.at(-1), parentCode: null } });

/** The service, when it has heard of the offices and organisations; positions after that for later facts. */
export async function startPools(): Promise<ServiceUnderTest & { after: string }> {
  const service = await serviceUnderTest(pools);
  const after = await publish(service.mongo, [
    office(province, null), office(city, null), office(county, 3), organization('u1', city), organization('u2', county),
  ]);
  return { ...service, after };
}

const answered = z.object({ rows: z.array(z.object({ outcome: z.string(), refusal: z.string().nullable(), field: z.string().nullable() })) });

/** One page of a list of which the codes were asked. */
export const listed = z.object({
  nodes: z.array(z.object({ code: z.string() })),
  totalCount: z.number(),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

/** Outcomes of a bulk answer, one a row: what became of it, or why it was refused and about which field. */
export function outcomesOf(answer: Answer, mutation: string): string[] {
  return answered.parse(answer.data?.[mutation]).rows.map(({ outcome, refusal, field }) => (outcome === 'REJECTED' ? `${refusal} ${field}` : outcome));
}

/** The bulk mutation of a kind, `recordPeople` of `PersonInput`. */
export const bulk = (mutation: string, input: string) =>
  `mutation ($rows: [${input}!]!) { ${mutation}(rows: $rows) { created updated unchanged rejected position rows { row code outcome refusal field reason } } }`;
