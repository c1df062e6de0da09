import { choice, code, day, flag, must, ref, sealed, text } from '../column.ts';
import { recordFile } from '../recordFile.ts';

const service = 'findings';

/** Files that the service findings owns. */
export const findingsFiles = [
  recordFile({
    file: 'petitions', kind: 'Petition', service,
    columns: [
      code, must(ref('inspection_code', 'inspections')), must(choice('channel', 'LETTER', 'CALL', 'VISIT', 'ONLINE')),
      must(day('received_on')), flag('relevant'),
    ],
  }),
  recordFile({
    file: 'findings', kind: 'Finding', service,
    columns: [
      code, must(ref('inspection_code', 'inspections')),
      must(choice('discipline', 'POLITICAL', 'ORGANIZATIONAL', 'INTEGRITY', 'MASSES', 'WORK', 'LIFE')), text('theme'),
      must(choice('scope', 'INDIVIDUAL', 'COMMON')), flag('immediate'), must(day('found_on')), must(text('summary')),
    ],
  }),
  recordFile({
    file: 'clues', kind: 'Clue', service,
    columns: [
      code, must(ref('inspection_code', 'inspections')), ref('finding_code', 'findings'), must(day('found_on')),
      sealed(must(text('about'))), day('transferred_on'),
      choice('receiver', 'DISCIPLINE_ORGAN', 'ORGANIZATION_DEPARTMENT', 'OTHER'), day('case_opened_on'), day('concluded_on'),
    ],
  }),
  recordFile({
    file: 'outcomes', kind: 'Outcome', service,
    columns: [
      code, must(ref('office_code', 'offices')), ref('clue_code', 'clues'), sealed(must(text('person_ref'))),
      must(choice('kind', 'SANCTION', 'ORGANIZATIONAL_HANDLING', 'ADMONITION', 'TALK', 'DETENTION', 'JUDICIAL_TRANSFER', 'EXPULSION', 'DISMISSAL')),
      flag('accountability'), must(day('decided_on')),
    ],
  }),
  recordFile({
    file: 'confessions', kind: 'Confession', service,
    columns: [code, must(ref('office_code', 'offices')), must(day('received_on'))],
  }),
];
