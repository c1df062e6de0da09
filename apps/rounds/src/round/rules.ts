import type { DataOf, RoundRecorded } from '@xunlian/events';
import { codesBehind, inOrder, isAbove, ownerOf, recordRules, Refusal, type Peers } from '@xunlian/shared';
import type { HeardOffice } from '../heard.ts';
import { mustRecuse, type Duty, type Tie } from '../recusal/rules.ts';

/** A round 轮次: a numbered campaign of a committee term. */
export type Round = DataOf<typeof RoundRecorded> & { readonly code: string; readonly name: string; readonly officeCode: string };

/** A round as it is stated. */
export type StatedRound = Omit<Round, 'lineage'>;

/** What a round refers to. */
export interface RoundRefs {
  readonly officeCode: HeardOffice;
  readonly ledByCode: Round | undefined;
}

/** An inspection of the round, with the ties of its group's members. */
export interface RoundDuty extends Duty {
  readonly type: 'inspection';
  readonly code: string;
  readonly ties: readonly Tie[];
}

/** What a round is decided with: rounds that have its number, and its own inspections. */
export type RoundPeer = { readonly type: 'round'; readonly code: string } | RoundDuty;

/** Key of the rounds with one number: kind, office, term and sequence name a single round. */
export function numberKey({ officeCode, term, sequence, kind }: Pick<Round, 'officeCode' | 'term' | 'sequence' | 'kind'>): string {
  return `number/${officeCode}~${term}~${sequence}~${kind}`;
}

/** Recording a round, and the round after a fact. */
export const { decide, evolve } = recordRules<Round, StatedRound, RoundRefs, RoundPeer>({
  fact: 'RoundRecorded',
  noun: 'round',
  references: { officeCode: 'office', ledByCode: 'round' },
  // Inspections copy the lineage, and count as once per term.
  fixed: ['officeCode', 'term'],
  kept: ['name', 'officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  check(next, { refs: { ledByCode: leading }, peers, was }) {
    inOrder(next, 'startsOn', 'endsOn');
    if (next.term < 1) throw new Refusal('INVALID', 'Terms are counted from 1.', 'term');
    if (next.sequence < 1) throw new Refusal('INVALID', 'The rounds of a term are counted from 1.', 'sequence');
    if (leading && !isAbove(leading.lineage, next.lineage))
      throw new Refusal('INVALID', `A round is led by one of an office above; ${ownerOf(leading.lineage)} is not above ${next.officeCode}.`, 'ledByCode');
    const other = peers(numberKey(next)).find(({ type, code }) => type === 'round' && code !== next.code);
    if (other) throw new Refusal('CONFLICT', `The round ${other.code} has this number in the term.`, 'sequence');
    if (was && was.startsOn !== next.startsOn) checkStart(next, dutiesOf(next, peers));
    if (was && was.endsOn !== next.endsOn) checkEnd(next, dutiesOf(next, peers));
  },
  checkHeard(next, { peers, was }) {
    // Ties that were told of since its inspections were recorded are not asked about until it moves.
    if (!was || was.startsOn === next.startsOn) return;
    const tied = dutiesOf(next, peers).find((duty) => mustRecuse(duty.ties, duty, next));
    if (tied) throw new Refusal('CONFLICT', `A member of the inspection ${tied.code} has a tie to the organisation on that day.`, 'startsOn');
  },
});

function dutiesOf({ code }: Round, peers: Peers<RoundPeer>): readonly RoundDuty[] {
  return peers(roundKey(code)).filter((peer) => peer.type === 'inspection');
}

function checkStart({ startsOn }: Round, duties: readonly RoundDuty[]): void {
  const early = duties.find(({ enteredOn }) => enteredOn !== null && enteredOn < startsOn);
  if (early) throw new Refusal('CONFLICT', `The inspection ${early.code} was entered on ${early.enteredOn}.`, 'startsOn');
}

function checkEnd({ endsOn }: Round, duties: readonly RoundDuty[]): void {
  const late = duties.find(({ enteredOn }) => endsOn !== null && enteredOn !== null && enteredOn > endsOn);
  if (late) throw new Refusal('CONFLICT', `The inspection ${late.code} was entered on ${late.enteredOn}.`, 'endsOn');
}

const prefix = 'round/';

/** Key that a round shares with what is decided by its days: its inspections and authorisations. */
export function roundKey(code: string): string {
  return prefix + code;
}

/** Codes of the rounds among the keys. */
export function roundsIn(keys: readonly string[]): string[] {
  return codesBehind(prefix, keys);
}
