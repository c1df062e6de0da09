import { Expertise, Pool, type DataOf, type PersonRecorded } from '@xunlian/events';
import { firstTwice, recordRules, Refusal } from '@xunlian/shared';
import type { HeardOffice, HeardOrganization } from '../heard.ts';

/** A person of an office: one record, whatever pools. Pools and expertise stand in the order of their enums. */
export type Person = DataOf<typeof PersonRecorded> & { readonly code: string; readonly name: string; readonly officeCode: string };

/** A person as stated; pools and expertise in any order. */
export type StatedPerson = Omit<Person, 'lineage' | 'pools' | 'expertise'> & {
  readonly pools: readonly Person['pools'][number][];
  readonly expertise: readonly Person['expertise'][number][];
};

/** What a person refers to. */
export interface PersonRefs {
  readonly officeCode: HeardOffice;
  readonly organizationCode: HeardOrganization | undefined;
}

/** Somebody who fills a post of the same office. */
export type PostHolder = Pick<Person, 'code'>;

/** Recording a person, and the person after a fact. */
export const { decide, evolve } = recordRules<Person, StatedPerson, PersonRefs, PostHolder>({
  fact: 'PersonRecorded',
  noun: 'person',
  references: { officeCode: 'office', organizationCode: 'organisation' },
  fixed: ['officeCode'],
  kept: ['name', 'officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({
    ...row,
    lineage,
    pools: inOrderOf(Pool.options, row.pools),
    expertise: inOrderOf(Expertise.options, row.expertise),
  }),
  check(next) {
    checkNoneTwice(next.pools, 'pools');
    checkNoneTwice(next.expertise, 'expertise');
  },
  checkHeard(next, { refs: { officeCode: office }, peers, was }) {
    // Who fills a post already takes no further one, even where the posts have become fewer since.
    if (was?.employment !== 'FULL_TIME') checkPosts(next, office, peers(postsOf(office.code)));
  },
});

function checkPosts({ code, employment }: Person, { approvedPosts }: HeardOffice, holders: readonly PostHolder[]): void {
  if (employment !== 'FULL_TIME' || approvedPosts === null) return;
  const filled = holders.filter((holder) => holder.code !== code).length;
  if (filled >= approvedPosts)
    throw new Refusal('CONFLICT', `Of the ${approvedPosts} approved posts of the office ${filled} are filled.`, 'employment');
}

function checkNoneTwice(values: readonly string[], field: string): void {
  const twice = firstTwice(values);
  if (twice !== undefined) throw new Refusal('INVALID', `${twice} is there twice.`, field);
}

function inOrderOf<Value>(order: readonly Value[], values: readonly Value[]): Value[] {
  return values.toSorted((one, other) => order.indexOf(one) - order.indexOf(other));
}

/** Key that the FULL_TIME people of an office share: together they keep within its approved posts 编制. */
export function postsOf(office: string): string {
  return `posts/${office}`;
}
