import { groupTopic, officeTopic, organizationTopic, personTopic, tieTopic } from '@xunlian/events';
import { ownerOf, type Lineage } from '@xunlian/shared';
import { serviceUnderTest, type Answer, type ServiceUnderTest } from '@xunlian/harness';
import { publish, type PublishedFact } from '@xunlian/testing';
import { z } from 'zod';
import { service } from '../src/service.ts';

/** A province, its city and two counties of that. */
export const [province, city, county, sibling] = [['43'], ['43', '4313'], ['43', '4313', '431302'], ['43', '4313', '431321']];

/** An office that has been established. */
export const office = (lineage: Lineage): PublishedFact =>
  ({ topic: officeTopic, subject: ownerOf(lineage), data: { lineage, leadingGroupOn: null, establishedOn: null, approvedPosts: null, groupQuota: null } });

/** A group of an office. */
export const group = (subject: string, lineage: Lineage): PublishedFact => ({ topic: groupTopic, subject, data: { lineage, establishedOn: null } });

/** An organisation of an office's coverage. */
export const organization = (subject: string, lineage: Lineage): PublishedFact =>
  ({ topic: organizationTopic, subject, data: { lineage, kind: 'TOWNSHIP', divisionCode: ownerOf(lineage), parentCode: null } });

/** A person of the city's office, in pools. */
export const person = (subject: string, ...pools: ('LEADER' | 'TALENT')[]): PublishedFact =>
  ({ topic: personTopic, subject, data: { lineage: city, organizationCode: null, employment: 'SECONDED', pools, expertise: [], joinedOn: null } });

/** A person's former workplace, left on a day. */
export const workedAt = (personCode: string, organizationCode: string, untilOn: string | null): PublishedFact => ({
  topic: tieTopic, subject: `${personCode}~${organizationCode}~WORKED_AT`, data: { lineage: city, personCode, organizationCode, kind: 'WORKED_AT', untilOn },
});

/** What the others have told: offices, their groups and organisations, and people; p3 and p5 left c1 at the end of 2018. */
export const told: readonly PublishedFact[] = [
  office(province), office(city), office(county), office(sibling),
  group('gc1', city), group('gc2', city), group('gs1', sibling), group('gk1', county),
  organization('c1', city), organization('c2', city), organization('c3', city), organization('k1', county),
  person('p1', 'LEADER', 'TALENT'), person('p2', 'LEADER'), person('p3', 'TALENT'), person('p4', 'LEADER'), person('p5', 'TALENT'),
  workedAt('p3', 'c1', '2018-12-31'), workedAt('p5', 'c1', '2018-12-31'),
];

/** The service, when it has heard what was told; positions after that for the first question. */
export async function startRounds(): Promise<ServiceUnderTest & { after: string }> {
  const rounds = await serviceUnderTest(service);
  return { ...rounds, after: await publish(rounds.mongo, told) };
}

const answered = z.object({ rows: z.array(z.object({ outcome: z.string(), refusal: z.string().nullable(), field: z.string().nullable() })) });

/** Codes of a list and how many it has in all. */
export const listed = z.object({ totalCount: z.number(), nodes: z.array(z.object({ code: z.string() })), pageInfo: z.object({ endCursor: z.string().nullable() }) });

/** Outcomes of a bulk answer, one a row: what became of it, or why it was refused and about which field. */
export function outcomesOf({ data, errors }: Answer, mutation: string): string[] {
  if (errors) throw new Error(JSON.stringify(errors));
  return answered.parse(data?.[mutation]).rows.map(({ outcome, refusal, field }) => (outcome === 'REJECTED' ? `${refusal} ${field}` : outcome));
}

/** The bulk mutation of a kind: `Rounds` of `RoundInput`. */
export const bulk = (kind: string) =>
  `mutation ($rows: [${kind}Input!]!) { record${kind}s(rows: $rows) { created updated unchanged rejected position rows { row code outcome refusal field reason } } }`;
