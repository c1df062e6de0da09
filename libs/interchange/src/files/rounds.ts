import { choice, code, count, day, flag, must, ref, title } from '../column.ts';
import { recordFile } from '../recordFile.ts';

const service = 'rounds';

/** Files that the service rounds owns. */
export const roundsFiles = [
  recordFile({
    file: 'plans', kind: 'Plan', service,
    columns: [code, must(ref('office_code', 'offices')), must(title('name')), must(day('starts_on')), must(day('ends_on'))],
  }),
  recordFile({
    file: 'plan_organizations', kind: 'PlanOrganization', service, key: ['plan_code', 'organization_code'],
    columns: [must(ref('plan_code', 'plans')), must(ref('organization_code', 'organizations'))],
  }),
  recordFile({
    file: 'rounds', kind: 'Round', service,
    columns: [
      code, must(ref('office_code', 'offices')), must(count('term')), must(count('sequence')), must(title('name')),
      must(choice('kind', 'REGULAR', 'SPECIAL', 'MOBILE', 'LOOK_BACK')), ref('led_by_code', 'rounds'),
      must(day('starts_on')), day('ends_on'),
    ],
  }),
  recordFile({
    file: 'inspections', kind: 'Inspection', service,
    columns: [
      code, must(ref('round_code', 'rounds')), must(ref('group_code', 'groups')), must(ref('organization_code', 'organizations')),
      must(choice('mode', 'REGULAR', 'SPECIAL', 'MOBILE', 'PINPOINT', 'LOOK_BACK')), flag('elevated'), flag('cross'),
      ref('extended_from_code', 'inspections'), day('prepared_on'), day('entered_on'), day('reported_on'), day('fed_back_on'),
      day('transferred_on'), day('archived_on'),
    ],
  }),
  recordFile({
    file: 'assignments', kind: 'Assignment', service, key: ['round_code', 'group_code', 'person_code'],
    columns: [
      must(ref('round_code', 'rounds')), must(ref('group_code', 'groups')), must(ref('person_code', 'people')),
      must(choice('role', 'LEADER', 'DEPUTY', 'MEMBER')),
    ],
  }),
];
