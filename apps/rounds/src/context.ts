import type { RecordContext } from '@xunlian/service/records';
import type { Database } from '@xunlian/store';
import { assignmentStore } from './assignment/store.ts';
import { heardGroups, heardOffices, heardOrganizations, heardPeople, heardTies } from './heard.ts';
import { inspectionStore } from './inspection/store.ts';
import { planStore } from './plan/store.ts';
import { planOrganizationStore } from './planOrganization/store.ts';
import { peopleWithTies } from './recusal/store.ts';
import { roundStore } from './round/store.ts';

/** The stores of this service, and what it hears of organizations and pools. */
export function openStores(db: Database) {
  const [offices, groups, organizations] = [heardOffices(db), heardGroups(db), heardOrganizations(db)];
  const [persons, ties] = [heardPeople(db), heardTies(db)];
  const people = peopleWithTies(persons, ties);
  const plans = planStore(db, { offices });
  const planOrganizations = planOrganizationStore(db, { plans: plans.source, organizations });
  const rounds = roundStore(db, { offices, people });
  const inspections = inspectionStore(db, { rounds: rounds.source, groups, organizations, people });
  const assignments = assignmentStore(db, { rounds: rounds.source, groups, people });
  return {
    kinds: { plans, planOrganizations, rounds, inspections, assignments },
    heard: [offices, groups, organizations, persons, ties],
  };
}

/** What a request carries. */
export type Context = RecordContext<ReturnType<typeof openStores>['kinds']>;
