import { letterTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { HeardFinding, HeardRecord } from '../heard.ts';
import { decide, evolve } from './rules.ts';

const day = 'sentOn';
const filters = { kind: 'kind', organization: 'organizationCode', person: 'personCode', finding: 'findingCodes', answered: 'answered' };

interface LetterSources {
  readonly offices: Source<HeardRecord>;
  readonly organizations: Source<HeardRecord>;
  readonly people: Source<HeardRecord>;
  readonly findings: Source<HeardFinding>;
}

/** Letters, newest first. */
export const letterStore = (db: Database, from: LetterSources) =>
  recordStore(db, {
    name: 'letters',
    topic: letterTopic,
    schema: recordSchema(
      {
        kind: String, organizationCode: String, personCode: String, findingCodes: [String],
        sentOn: String, replyDueOn: String, repliedOn: String, answered: Boolean,
      },
      day,
    ),
    decide, evolve, day, filters,
    references: { officeCode: from.offices, organizationCode: from.organizations, personCode: from.people, findingCodes: from.findings },
    derived: ({ repliedOn }) => ({ answered: repliedOn !== null }),
  });
