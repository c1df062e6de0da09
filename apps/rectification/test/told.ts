import { findingTopic, inspectionTopic, officeTopic, organizationTopic, personTopic } from '@xunlian/events';
import type { PublishedFact } from '@xunlian/testing';

/** Two counties of one city, and the city. */
export const lineages = { city: ['430000', '431300'], county: ['430000', '431300', '431302'], sibling: ['430000', '431300', '431381'] };

const { city, county, sibling } = lineages;

const office = (lineage: readonly string[]): PublishedFact =>
  ({ topic: officeTopic, subject: lineage.at(-1) ?? '', data: { lineage, leadingGroupOn: null, establishedOn: null, approvedPosts: null, groupQuota: null } });

const organization = (subject: string, lineage: readonly string[]): PublishedFact =>
  ({ topic: organizationTopic, subject, data: { lineage, kind: 'DEPARTMENT', divisionCode: lineage.at(-1), parentCode: null } });

const inspection = (subject: string, lineage: readonly string[], fedBackOn: string | null): PublishedFact => ({
  topic: inspectionTopic, subject,
  data: {
    lineage, roundCode: 'r1', groupCode: 'g1', organizationCode: 'o1', mode: 'REGULAR', elevated: null, cross: null, extendedFromCode: null,
    preparedOn: null, enteredOn: '2020-03-01', reportedOn: null, fedBackOn, transferredOn: null, archivedOn: null,
  },
});

const finding = (subject: string, differs: object = {}): PublishedFact => ({
  topic: findingTopic, subject,
  data: {
    lineage: county, inspectionCode: 'i1', organizationCode: 'o1', roundCode: 'r1', discipline: 'WORK', scope: 'INDIVIDUAL',
    immediate: null, foundOn: '2020-03-20', ...differs,
  },
});

/** What the other services told: offices, organisations, a person, two inspections and their findings. */
export const told: readonly PublishedFact[] = [
  office(city), office(county), office(sibling), organization('o1', county), organization('o2', sibling),
  { topic: personTopic, subject: 'p1', data: { lineage: county, organizationCode: 'o1', employment: 'OTHER', pools: [], expertise: [], joinedOn: null } },
  inspection('i1', county, '2020-06-01'), inspection('i2', sibling, null),
  finding('f1'), finding('f2'), finding('f3', { immediate: true }), finding('f4', { lineage: sibling, inspectionCode: 'i2' }),
];
