import { choice, code, day, must, number, ref, text } from '../column.ts';
import { recordFile } from '../recordFile.ts';

const service = 'organizations';

/** Files that the service organizations owns. */
export const organizationsFiles = [
  recordFile({
    file: 'divisions', kind: 'Division', service,
    columns: [
      code, must(text('name')), must(choice('level', 'PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP', 'VILLAGE')),
      ref('parent_code', 'divisions'),
    ],
  }),
  recordFile({
    file: 'offices', kind: 'Office', service,
    columns: [
      must(ref('code', 'divisions')), must(text('name')), day('leading_group_on'), day('established_on'),
      number('approved_posts'), number('group_quota'),
    ],
  }),
  recordFile({
    file: 'groups', kind: 'Group', service,
    columns: [code, must(ref('office_code', 'offices')), must(text('name')), day('established_on')],
  }),
  recordFile({
    file: 'organizations', kind: 'Organization', service,
    columns: [
      code, must(text('name')),
      must(choice('kind', 'COMMITTEE', 'DEPARTMENT', 'TOWNSHIP', 'STREET', 'SOE', 'VILLAGE', 'INSTITUTION', 'DISCIPLINE_ORGAN', 'OTHER')),
      must(ref('division_code', 'divisions')), must(ref('office_code', 'offices')), ref('parent_code', 'organizations'),
    ],
  }),
];
