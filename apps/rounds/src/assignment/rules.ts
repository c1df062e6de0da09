import type { AssignmentRecorded, DataOf } from '@xunlian/events';
import { codesBehind, oversees, ownerOf, recordRules, Refusal, type Peers } from '@xunlian/shared';
import type { HeardGroup } from '../heard.ts';
import { mustRecuse, recusalKey } from '../recusal/rules.ts';
import type { GroupDuty, TiedPerson } from '../recusal/store.ts';
import type { Round } from '../round/rules.ts';

/** A person's authorisation for a group in one round 一次一授权; its code is `round~group~person`. */
export type Assignment = DataOf<typeof AssignmentRecorded> & { readonly code: string };

/** An authorisation as it is stated. */
export type StatedAssignment = Omit<Assignment, 'lineage'>;

/** What an authorisation refers to. */
export interface AssignmentRefs {
  readonly roundCode: Round;
  readonly groupCode: HeardGroup;
  readonly personCode: TiedPerson;
}

/** What an authorisation is decided with: the others of the group in the round, its inspections there, and what else the person has in the round. */
export type AssignmentPeer = GroupDuty | (Pick<Assignment, 'code' | 'groupCode' | 'personCode' | 'role'> & { readonly type: 'assignment' });

/** Recording an authorisation, and the authorisation after a fact. */
export const { decide, evolve } = recordRules<Assignment, StatedAssignment, AssignmentRefs, AssignmentPeer>({
  fact: 'AssignmentRecorded',
  noun: 'authorisation',
  references: { roundCode: 'round', groupCode: 'group', personCode: 'person' },
  fixed: [],
  kept: [],
  complete: (row, { roundCode: { lineage } }) => ({ ...row, lineage }),
  check(next, { peers, was }) {
    if (next.role === 'LEADER') checkOneLeader(next, peers);
    // Round, group and person never change, so only a new one asks about other duties, and below about ties.
    if (!was) checkOneDuty(next, peers);
  },
  checkHeard(next, { refs: { roundCode: round, groupCode: group, personCode: person }, peers, was }) {
    if (!oversees(round.lineage, group.lineage))
      throw new Refusal('INVALID', `The group belongs to ${ownerOf(group.lineage)}, which ${ownerOf(round.lineage)} does not oversee.`, 'groupCode');
    if (next.role === 'LEADER' && !person.pools.includes('LEADER'))
      throw new Refusal('CONFLICT', `${person.code} is not in the leader pool.`, 'personCode');
    if (!was) checkTies(person, round, peers(recusalKey(next)));
  },
});

/** Source: nobody is on two duties at once. */
function checkOneDuty(next: Assignment, peers: Peers<AssignmentPeer>): void {
  const [other] = peers(authorisedKey(next));
  if (other?.type === 'assignment')
    throw new Refusal('CONFLICT', `${next.personCode} has a duty in the group ${other.groupCode} in this round.`, 'personCode');
}

function checkTies({ code, ties }: TiedPerson, round: Round, there: readonly AssignmentPeer[]): void {
  const barred = there.find((peer) => peer.type === 'inspection' && mustRecuse(ties, peer, round));
  if (barred?.type === 'inspection')
    throw new Refusal('CONFLICT', `${code} has a tie to ${barred.organizationCode}, which the group inspects.`, 'personCode');
}

function checkOneLeader(next: Assignment, peers: Peers<AssignmentPeer>): void {
  const leader = peers(recusalKey(next)).find((peer) => peer.type === 'assignment' && peer.role === 'LEADER' && peer.code !== next.code);
  if (leader?.type === 'assignment') throw new Refusal('CONFLICT', `${leader.personCode} leads the group in this round.`, 'role');
}

const prefix = 'authorised/';

/** Key of what one person is authorised for in one round, whatever the group. */
export function authorisedKey({ roundCode, personCode }: Pick<Assignment, 'roundCode' | 'personCode'>): string {
  return `${prefix}${roundCode}~${personCode}`;
}

/** Round and person of each such key among the keys. */
export function authorisedIn(keys: readonly string[]): { roundCode: string; personCode: string }[] {
  return codesBehind(prefix, keys).map((codes) => {
    const [roundCode = '', personCode = ''] = codes.split('~');
    return { roundCode, personCode };
  });
}
