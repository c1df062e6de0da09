import { publisherOf, type Topic } from './event.ts';
import { hearing } from './hearing.ts';
import { topics } from './topics.ts';

/** How a topic lies on a broker. */
export interface Layout {
  readonly name: string;
  /** Never changed afterwards: the events of one subject are in order within their partition only. */
  readonly partitions: number;
  /** Every message for ever, as the journal does, or the latest of each key. */
  readonly keeps: 'everything' | 'latest';
}

/** Topics with a record for each person, organisation, inspection or problem: several consumers share their work. */
const busy = [
  'organizations.organization', 'pools.person', 'pools.attendance', 'rounds.inspection', 'findings.petition', 'findings.finding',
  'findings.clue', 'findings.outcome', 'rectification.rectification', 'rectification.measure', 'rectification.check-problem',
];

/** Every service that publishes. */
export const publishers: readonly string[] = [...new Set(topics.map(publisherOf))];

/** Topic on which a service tells how far its journal is on its other topics. */
export const progressTopicOf = (service: string): string => `${service}.progress.v1`;

/** Topic to which a service puts what it heard and cannot take. */
export const deadLettersOf = (service: string): string => `${service}.dead-letters.v1`;

/** Every service that hears others. */
export const hearers: readonly string[] = Object.keys(hearing).filter((service) => (hearing[service] ?? []).length > 0);

/** Every topic of the system as it is made on a broker. */
export const layouts: readonly Layout[] = [
  ...topics.map(({ name }): Layout => ({ name, partitions: busy.includes(name.split('.').slice(0, 2).join('.')) ? 6 : 3, keeps: 'everything' })),
  ...[...publishers.map(progressTopicOf), ...hearers.map(deadLettersOf)].map((name): Layout => ({ name, partitions: 1, keeps: 'latest' })),
];

/** The version of a topic's contract: the N of its `.vN`. */
export function contractVersionOf({ name }: Pick<Topic, 'name'>): string {
  return name.split('.v').at(-1) ?? '';
}
