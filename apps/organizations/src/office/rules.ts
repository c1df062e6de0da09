import type { DataOf, OfficeRecorded } from '@xunlian/events';
import { recordRules, Refusal, type Owned } from '@xunlian/shared';
import type { Division } from '../division/rules.ts';

/** An office 巡视办/巡察办: the permanent body of one division, whose code it has. */
export type Office = DataOf<typeof OfficeRecorded> & {
  readonly code: string;
  readonly name: string;
  /** Level of its division. */
  readonly level: Division['level'];
};

/** An office as it is stated. */
export type StatedOffice = Omit<Office, 'lineage' | 'level'>;

/** What an office refers to: its division, by its own code. */
export interface OfficeRefs {
  readonly code: Division;
}

/** Recording an office, and the office after a fact. */
export const { decide, evolve } = recordRules<Office, StatedOffice, OfficeRefs, Owned>({
  fact: 'OfficeRecorded',
  noun: 'office',
  references: { code: 'division' },
  fixed: [],
  kept: ['name', 'level'],
  complete: (row, { code: { lineage, level } }) => ({ ...row, lineage, level }),
  check({ code, groupQuota }, { peers }) {
    const groups = peers(groupsOf(code)).length;
    if (groupQuota !== null && groups > groupQuota) throw new Refusal('CONFLICT', `The office has ${groups} groups already.`, 'groupQuota');
  },
});

/** Key that an office and its groups share: together they keep within the quota. */
export function groupsOf(office: string): string {
  return `groups/${office}`;
}
