import { codesBehind, yearsAfter, type Day } from '@xunlian/shared';
import type { HeardTie } from '../heard.ts';

/** A fact that calls for recusal 回避事由, as one person has it. */
export type Tie = Pick<HeardTie, 'organizationCode' | 'kind' | 'untilOn'>;

/** An inspection, as far as it decides who may take part. */
export interface Duty {
  readonly organizationCode: string;
  readonly preparedOn: Day | null;
  readonly enteredOn: Day | null;
}

/** Years after leaving an organisation in which a person does not inspect it: policy, no office may shorten it. */
export const recusalYears = 3;

/**
 * Whether a tie still calls for recusal on a day. Source: the recusal rule 回避 of inspection work: no member worked at
 * the organisation within 3 years, is native there or has a relative there; a tie without a last day goes on.
 */
export function holdsOn({ kind, untilOn }: Tie, day: Day): boolean {
  if (untilOn === null) return true;
  return day <= (kind === 'WORKED_AT' ? yearsAfter(untilOn, recusalYears) : untilOn);
}

/** Day on which an inspection asks about ties: that of entry, before it is known that of preparation, else the round's first. */
export function dutyDay({ enteredOn, preparedOn }: Duty, round: { readonly startsOn: Day }): Day {
  return enteredOn ?? preparedOn ?? round.startsOn;
}

/** Whether somebody with these ties may not take part in an inspection of the round. */
export function mustRecuse(ties: readonly Tie[], duty: Duty, round: { readonly startsOn: Day }): boolean {
  return ties.some((tie) => tie.organizationCode === duty.organizationCode && holdsOn(tie, dutyDay(duty, round)));
}

const prefix = 'recusal/';

/** Key that the people and the inspections of one group in one round share: neither is decided without sight of the other. */
export function recusalKey(place: { readonly roundCode: string; readonly groupCode: string }): string {
  return `${prefix}${place.roundCode}~${place.groupCode}`;
}

/** Round and group of each recusal key among the keys. */
export function recusalPlaces(keys: readonly string[]): { roundCode: string; groupCode: string }[] {
  return codesBehind(prefix, keys).map((codes) => {
    const [roundCode = '', groupCode = ''] = codes.split('~');
    return { roundCode, groupCode };
  });
}
