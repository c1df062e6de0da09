import type { DataOf, InspectionRecorded } from '@xunlian/events';
import { codesBehind, inOrder, ownerOf, recordRules, Refusal, type Peers } from '@xunlian/shared';
import type { HeardGroup, HeardOrganization } from '../heard.ts';
import { checkJurisdiction } from '../jurisdiction/rules.ts';
import { dutyDay, mustRecuse, recusalKey } from '../recusal/rules.ts';
import type { Member } from '../recusal/store.ts';
import type { Round } from '../round/rules.ts';

/** One organisation inspected by one group in one round; it belongs to the round's office. */
export type Inspection = DataOf<typeof InspectionRecorded> & {
  readonly code: string;
  /** Committee term of its round, which never changes. */
  readonly term: number;
};

/** An inspection as it is stated. */
export type StatedInspection = Omit<Inspection, 'lineage' | 'term'>;

/** What an inspection refers to. */
export interface InspectionRefs {
  readonly roundCode: Round;
  readonly groupCode: HeardGroup;
  readonly organizationCode: HeardOrganization;
  readonly extendedFromCode: Inspection | undefined;
}

/** What an inspection is decided with: the members of its group, regular inspections of the organisation in the term, and extensions. */
export type InspectionPeer = Member | { readonly type: 'inspection'; readonly code: string };

/** Key of the regular inspections of an organisation by one office in one committee term. */
export function regularKey({ organizationCode, lineage, term }: Pick<Inspection, 'organizationCode' | 'lineage' | 'term'>): string {
  return `regular/${organizationCode}~${ownerOf(lineage)}~${term}`;
}

const prefix = 'extension/';

/** Key of an inspection, as far as it goes on from another, and of those that go on from it. */
export function extensionKey(code: string): string {
  return prefix + code;
}

/** Codes of the inspections among the keys. */
export function extensionsIn(keys: readonly string[]): string[] {
  return codesBehind(prefix, keys);
}

/** Recording an inspection, and the inspection after a fact. */
export const { decide, evolve } = recordRules<Inspection, StatedInspection, InspectionRefs, InspectionPeer>({
  fact: 'InspectionRecorded',
  noun: 'inspection',
  references: { roundCode: 'round', groupCode: 'group', organizationCode: 'organisation', extendedFromCode: 'inspection' },
  // What the inspection finds copies both.
  fixed: ['roundCode', 'organizationCode'],
  kept: ['term'],
  complete: (row, { roundCode: { lineage, term } }) => ({ ...row, lineage, term }),
  check(next, { refs, peers, was }) {
    inOrder(next, 'preparedOn', 'enteredOn', 'reportedOn', 'fedBackOn', 'transferredOn', 'archivedOn');
    if (isOther(was, next, 'enteredOn')) checkEntry(next, refs.roundCode);
    if (isOther(was, next, 'extendedFromCode')) checkExtension(next, refs.extendedFromCode, peers);
    checkRegular(next, peers);
  },
  checkHeard(next, { refs: { roundCode: round, groupCode: group, organizationCode: organization }, peers, was }) {
    if (isOther(was, next, 'groupCode', 'elevated', 'cross'))
      checkJurisdiction(next, { round: round.lineage, group: group.lineage, organization: organization.lineage });
    if (isOther(was, next, 'groupCode') || (was && dutyDay(was, round) !== dutyDay(next, round))) checkMembers(next, round, peers);
  },
});

/** Whether a new record has these fields or another value in one: a case goes on under what was right when it began. */
function isOther(was: Inspection | null, next: Inspection, ...fields: readonly (keyof Inspection)[]): boolean {
  return !was || fields.some((field) => was[field] !== next[field]);
}

function checkEntry({ enteredOn }: Inspection, { startsOn, endsOn }: Round): void {
  if (enteredOn === null) return;
  if (enteredOn < startsOn) throw new Refusal('INVALID', `The order of dates makes no sense: the round began on ${startsOn} only.`, 'enteredOn');
  if (endsOn !== null && enteredOn > endsOn) throw new Refusal('INVALID', `The order of dates makes no sense: the round ended on ${endsOn} already.`, 'enteredOn');
}

/** Source: 以乡带村, a township's inspection goes on into its villages under the same office, and no further. */
function checkExtension(next: Inspection, extended: Inspection | undefined, peers: Peers<InspectionPeer>): void {
  if (!extended) return;
  if (extended.code === next.code) throw new Refusal('INVALID', 'An inspection does not go on from itself.', 'extendedFromCode');
  if (ownerOf(extended.lineage) !== ownerOf(next.lineage))
    throw new Refusal('INVALID', `The inspection ${extended.code} belongs to ${ownerOf(extended.lineage)}, not to ${ownerOf(next.lineage)}.`, 'extendedFromCode');
  // What it goes on from was read before the rows of this transaction were decided: what they made of it, its peers tell.
  if (peers(extensionKey(extended.code)).some(({ code }) => code === extended.code))
    throw new Refusal('INVALID', `The inspection ${extended.code} goes on from another itself, so none goes on from it.`, 'extendedFromCode');
  const below = peers(extensionKey(next.code)).find(({ code }) => code !== next.code);
  if (below) throw new Refusal('INVALID', `The inspection ${below.code} goes on from this one, so it goes on from none itself.`, 'extendedFromCode');
}

function checkRegular(next: Inspection, peers: Peers<InspectionPeer>): void {
  if (next.mode !== 'REGULAR') return;
  const other = peers(regularKey(next)).find(({ type, code }) => type === 'inspection' && code !== next.code);
  if (other) throw new Refusal('CONFLICT', `The organisation has its regular inspection of this term: ${other.code}.`, 'organizationCode');
}

function checkMembers(next: Inspection, round: Round, peers: Peers<InspectionPeer>): void {
  const tied = peers(recusalKey(next)).find((peer) => peer.type === 'member' && mustRecuse(peer.ties, next, round));
  if (tied) throw new Refusal('CONFLICT', `${tied.code}, who is authorised for this group, has a tie to the organisation.`, 'groupCode');
}
