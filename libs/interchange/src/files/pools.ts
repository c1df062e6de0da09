import { choice, choices, code, day, must, number, ref, text } from '../column.ts';
import { recordFile } from '../recordFile.ts';

const service = 'pools';

/** Files that the service pools owns. */
export const poolsFiles = [
  recordFile({
    file: 'people', kind: 'Person', service,
    columns: [
      code, must(text('name')), must(ref('office_code', 'offices')), ref('organization_code', 'organizations'),
      must(choice('employment', 'FULL_TIME', 'SECONDED', 'OTHER')), choices('pools', 'LEADER', 'TALENT'),
      choices('expertise', 'FINANCE', 'ENGINEERING', 'LAW', 'AUDIT', 'PERSONNEL', 'PARTY_AFFAIRS', 'IT', 'OTHER'), day('joined_on'),
    ],
  }),
  recordFile({
    file: 'ties', kind: 'Tie', service,
    columns: [
      must(ref('person_code', 'people')), must(ref('organization_code', 'organizations')),
      must(choice('kind', 'WORKED_AT', 'NATIVE_PLACE', 'RELATIVE')), day('until_on'),
    ],
  }),
  recordFile({
    file: 'courses', kind: 'Course', service,
    columns: [
      code, must(ref('office_code', 'offices')), must(text('name')), must(choice('kind', 'COURSE', 'LECTURE', 'SECONDMENT')),
      must(day('starts_on')), day('ends_on'),
    ],
  }),
  recordFile({
    file: 'attendances', kind: 'Attendance', service,
    columns: [must(ref('course_code', 'courses')), must(ref('person_code', 'people')), number('exam_score')],
  }),
];
