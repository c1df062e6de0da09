import type { DataOf, GroupRecorded } from '@xunlian/events';
import { recordRules, Refusal, type Owned } from '@xunlian/shared';
import { groupsOf, type Office } from '../office/rules.ts';

/** A standing group 巡察组 of an office. */
export type Group = DataOf<typeof GroupRecorded> & { readonly code: string; readonly name: string; readonly officeCode: string };

/** A group as it is stated. */
export type StatedGroup = Omit<Group, 'lineage'>;

/** What a group refers to. */
export interface GroupRefs {
  readonly officeCode: Office;
}

/** Recording a group, and the group after a fact. */
export const { decide, evolve } = recordRules<Group, StatedGroup, GroupRefs, Owned>({
  fact: 'GroupRecorded',
  noun: 'group',
  references: { officeCode: 'office' },
  fixed: ['officeCode'],
  kept: ['name', 'officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  check(next, { refs: { officeCode: office }, peers }) {
    const others = peers(groupsOf(office.code)).filter(({ code }) => code !== next.code).length;
    if (office.groupQuota !== null && others >= office.groupQuota)
      throw new Refusal('CONFLICT', `The office has ${others} groups, as many as its quota.`, 'officeCode');
  },
});
