import type { DataOf, LetterRecorded } from '@xunlian/events';
import { firstTwice, inOrder, recordRules, Refusal } from '@xunlian/shared';
import type { HeardFinding, HeardRecord } from '../heard.ts';

/** A letter 文书 of an office, to an organisation, a person or nobody in particular. */
export type Letter = DataOf<typeof LetterRecorded> & { readonly code: string; readonly officeCode: string };

/** A letter as it is stated. */
export type StatedLetter = Omit<Letter, 'lineage'>;

/** What a letter refers to. */
export interface LetterRefs {
  readonly officeCode: HeardRecord;
  readonly organizationCode: HeardRecord | undefined;
  readonly personCode: HeardRecord | undefined;
  readonly findingCodes: readonly HeardFinding[];
}

/** Recording a letter, and the letter after a fact. */
export const { decide, evolve } = recordRules<Letter, StatedLetter, LetterRefs>({
  fact: 'LetterRecorded',
  noun: 'letter',
  references: { officeCode: 'office', organizationCode: 'organisation', personCode: 'person', findingCodes: 'finding' },
  fixed: [],
  kept: ['officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  check(next) {
    const twice = firstTwice(next.findingCodes);
    if (twice !== undefined) throw new Refusal('INVALID', `The letter names the finding ${twice} twice.`, 'findingCodes');
    inOrder(next, 'sentOn', 'replyDueOn');
    inOrder(next, 'sentOn', 'repliedOn');
  },
  checkHeard({ sentOn }, { refs: { findingCodes: findings } }) {
    const later = findings.find(({ foundOn }) => foundOn > sentOn);
    if (later) throw new Refusal('INVALID', `The letter was sent on ${sentOn}, before the finding ${later.code} was found.`, 'sentOn');
  },
});
