import type { Topic } from './event.ts';
import { assignmentTopic } from './assignment.ts';
import { attendanceTopic } from './attendance.ts';
import { campaignTopic } from './campaign.ts';
import { checkTopic } from './check.ts';
import { checkProblemTopic } from './checkProblem.ts';
import { clueTopic } from './clue.ts';
import { confessionTopic } from './confession.ts';
import { courseTopic } from './course.ts';
import { divisionTopic } from './division.ts';
import { findingTopic } from './finding.ts';
import { groupTopic } from './group.ts';
import { inspectionTopic } from './inspection.ts';
import { interviewTopic } from './interview.ts';
import { letterTopic } from './letter.ts';
import { measureTopic } from './measure.ts';
import { officeTopic } from './office.ts';
import { organizationTopic } from './organization.ts';
import { outcomeTopic } from './outcome.ts';
import { personTopic } from './person.ts';
import { petitionTopic } from './petition.ts';
import { planTopic } from './plan.ts';
import { planOrganizationTopic } from './planOrganization.ts';
import { recoveryTopic } from './recovery.ts';
import { rectificationTopic } from './rectification.ts';
import { roundTopic } from './round.ts';
import { tieTopic } from './tie.ts';

/** Every topic there is, by the service that publishes it. */
export const topics: readonly Topic[] = [
  divisionTopic, officeTopic, groupTopic, organizationTopic,
  personTopic, tieTopic, courseTopic, attendanceTopic,
  planTopic, planOrganizationTopic, roundTopic, assignmentTopic, inspectionTopic,
  petitionTopic, findingTopic, clueTopic, outcomeTopic, confessionTopic,
  rectificationTopic, measureTopic, recoveryTopic, checkTopic, checkProblemTopic, letterTopic, interviewTopic, campaignTopic,
];
