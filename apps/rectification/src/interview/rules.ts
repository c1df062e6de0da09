import type { DataOf, InterviewRecorded } from '@xunlian/events';
import { recordRules } from '@xunlian/shared';
import type { HeardRecord } from '../heard.ts';

/** An interview 整改约谈; who was called in is sealed, `person` only tells people apart. */
export type Interview = DataOf<typeof InterviewRecorded> & { readonly code: string; readonly officeCode: string; readonly personRef: string };

/** An interview as it is stated, with the digest of its person reference. */
export type StatedInterview = Omit<Interview, 'lineage'>;

/** What an interview refers to. */
export interface InterviewRefs {
  readonly officeCode: HeardRecord;
  readonly organizationCode: HeardRecord;
}

/** Recording an interview, the interview after a fact, and its fields with sealed text. */
export const { decide, evolve, sealed } = recordRules<Interview, StatedInterview, InterviewRefs>({
  fact: 'InterviewRecorded',
  noun: 'interview',
  references: { officeCode: 'office', organizationCode: 'organisation' },
  fixed: [],
  kept: ['officeCode', 'personRef'],
  sealed: ['personRef'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
});
