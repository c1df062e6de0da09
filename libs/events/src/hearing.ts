import { assignmentTopic } from './assignment.ts';
import { divisionTopic } from './division.ts';
import type { Topic } from './event.ts';
import { findingTopic } from './finding.ts';
import { groupTopic } from './group.ts';
import { inspectionTopic } from './inspection.ts';
import { officeTopic } from './office.ts';
import { organizationTopic } from './organization.ts';
import { personTopic } from './person.ts';
import { roundTopic } from './round.ts';
import { tieTopic } from './tie.ts';
import { topics } from './topics.ts';

/** What no figure is counted over. */
const uncounted: readonly Topic[] = [divisionTopic, organizationTopic, tieTopic, roundTopic, assignmentTopic];

/** Topics that each service hears, which a broker lets it read; what is not here it cannot subscribe to. */
export const hearing: Readonly<Record<string, readonly Topic[]>> = {
  organizations: [],
  pools: [officeTopic, organizationTopic],
  rounds: [officeTopic, groupTopic, organizationTopic, personTopic, tieTopic],
  findings: [officeTopic, inspectionTopic],
  rectification: [officeTopic, organizationTopic, personTopic, inspectionTopic, findingTopic],
  insight: topics.filter((topic) => !uncounted.includes(topic)),
};

/** Throws when a service of the system subscribes to a topic that is not declared above: a broker would refuse it. */
export function assertHearing(service: string, heard: readonly Topic[]): void {
  const declared = hearing[service] ?? heard;
  const undeclared = heard.filter((topic) => !declared.includes(topic));
  if (undeclared.length > 0) throw new Error(`It is not declared in libs/events that ${service} hears ${undeclared.map(({ name }) => name).join(', ')}.`);
}
