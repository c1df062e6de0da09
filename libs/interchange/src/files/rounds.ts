import { choice, code, day, flag, must, number, ref, text } from '../column.ts';
import { recordFile } from '../recordFile.ts';

const service = 'rounds';

/** Files that the service rounds owns. */
export const roundsFiles = [
  recordFile({
    file: 'plans', kind: 'Plan', service,
    columns: [code, must(ref('office_code', 'offices')), must(text('name')), must(day('starts_on')), must(day('ends_on'))],
  }),
  recordFile({
    file: 'plan_organizations', kind: 'PlanOrganization', service,
    columns: [must(ref('plan_code', 'plans')), must(ref('organization_code', 'organizations'))],
  }),
  recordFile({
    file: 'rounds', kind: 'Round', service,
    columns: [
      code, must(ref('office_code', 'offices')), must(number('term')), must(number('sequence')), must(text('name')),
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
    file: 'assignments', kind: 'Assignment', service,
    columns: [
      must(ref('round_code', 'rounds')), must(ref('group_code', 'groups')), must(ref('person_code', 'people')),
      must(choice('role', 'LEADER', 'DEPUTY', 'MEMBER')),
    ],
  }),
];
