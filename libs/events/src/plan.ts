import { event, topic } from './event.ts';
import { day, lineage } from './fields.ts';

/** A plan as its office states it: the whole of its published fields. */
export const PlanRecorded = event('PlanRecorded', {
  lineage,
  startsOn: day.describe('First day in force.'),
  endsOn: day.describe('Last day in force.'),
});

/** Facts about plan records, keyed by their code. */
export const planTopic = topic('rounds.plan.v1', PlanRecorded);
