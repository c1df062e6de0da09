import type { DataOf, TieRecorded } from '@xunlian/events';
import { recordRules } from '@xunlian/shared';
import type { HeardOrganization } from '../heard.ts';
import type { Person } from '../person/rules.ts';

/** A tie 回避事由 that calls for recusal; its code is `person~organization~kind`, its owner the person's office. */
export type Tie = DataOf<typeof TieRecorded> & { readonly code: string };

/** A tie as it is stated. */
export type StatedTie = Omit<Tie, 'lineage'>;

/** What a tie refers to. */
export interface TieRefs {
  readonly personCode: Person;
  readonly organizationCode: HeardOrganization;
}

/** Recording a tie, and the tie after a fact. */
export const { decide, evolve } = recordRules<Tie, StatedTie, TieRefs>({
  fact: 'TieRecorded',
  noun: 'tie',
  references: { personCode: 'person', organizationCode: 'organisation' },
  fixed: [],
  kept: [],
  complete: (row, { personCode: { lineage } }) => ({ ...row, lineage }),
});
