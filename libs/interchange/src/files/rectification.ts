import { choice, code, day, flag, must, number, ref, refs, sealed, text } from '../column.ts';
import { recordFile } from '../recordFile.ts';

const service = 'rectification';

/** Files that the service rectification owns. */
export const rectificationFiles = [
  recordFile({
    file: 'rectifications', kind: 'Rectification', service,
    columns: [
      must(ref('finding_code', 'findings')), must(ref('organization_code', 'organizations')), must(day('due_on')),
      day('completed_on'), day('verified_on'),
    ],
  }),
  recordFile({
    file: 'measures', kind: 'Measure', service,
    columns: [
      code, must(ref('office_code', 'offices')), ref('finding_code', 'findings'), must(choice('kind', 'MEASURE', 'REGULATION')),
      must(day('adopted_on')), must(text('title')),
    ],
  }),
  recordFile({
    file: 'recoveries', kind: 'Recovery', service,
    columns: [
      code, must(ref('office_code', 'offices')), ref('finding_code', 'findings'), must(number('amount_yuan')),
      must(day('recovered_on')),
    ],
  }),
  recordFile({
    file: 'checks', kind: 'Check', service,
    columns: [
      code, must(choice('kind', 'RECTIFICATION_CHECK', 'LOOK_BACK', 'GUIDANCE')), must(ref('office_code', 'offices')),
      ref('target_office_code', 'offices'), ref('target_organization_code', 'organizations'), flag('cross'),
      must(day('starts_on')), day('ends_on'),
    ],
  }),
  recordFile({
    file: 'check_problems', kind: 'CheckProblem', service,
    columns: [
      code, must(ref('check_code', 'checks')), ref('finding_code', 'findings'), text('aspect'), flag('listed'), day('rectified_on'),
    ],
  }),
  recordFile({
    file: 'letters', kind: 'Letter', service,
    columns: [
      code, must(choice('kind', 'STATEMENT', 'NOTICE', 'PROPOSAL', 'DUTY', 'TASK', 'SPECIAL_REPORT', 'CIRCULAR')),
      must(ref('office_code', 'offices')), ref('organization_code', 'organizations'), ref('person_code', 'people'),
      refs('finding_codes', 'findings'), must(day('sent_on')), day('reply_due_on'), day('replied_on'),
    ],
  }),
  recordFile({
    file: 'interviews', kind: 'Interview', service,
    columns: [
      code, must(ref('office_code', 'offices')), must(ref('organization_code', 'organizations')), sealed(must(text('person_ref'))),
      must(day('held_on')),
    ],
  }),
  recordFile({
    file: 'campaigns', kind: 'Campaign', service,
    columns: [
      code, must(ref('office_code', 'offices')), ref('organization_code', 'organizations'), must(text('theme')),
      must(day('starts_on')), day('ends_on'),
    ],
  }),
];
