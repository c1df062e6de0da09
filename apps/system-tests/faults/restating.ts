import { recording, type Maker } from './commands.ts';
import { oneOf, type Dice } from './dice.ts';
import type { Stated } from './recorder.ts';

/** Some day after all that the range began with, some of them in 2021, for which figures are asked by themselves. */
function someDay(dice: Dice): string {
  return new Date(Date.UTC(2020, 8, 1 + dice(480))).toISOString().slice(0, 10);
}

/** One of few people, so that several records are about one, who counts once. */
const somebody = (dice: Dice): string => `x${dice(40)}`;
const isSo = (dice: Dice): boolean => dice(2) === 0;

/** What is stated anew of a record that the range began with, by file: what others hear or count of it, and what no rule forbids, whatever else changes. */
const changes: Readonly<Record<string, (dice: Dice, id: string) => Stated>> = {
  offices: (dice, id) => ({ name: id, establishedOn: someDay(dice), approvedPosts: 12 + dice(50) }),
  groups: (dice, id) => ({ name: id, establishedOn: someDay(dice) }),
  ties: (dice) => ({ untilOn: someDay(dice) }),
  courses: (dice, id) => ({ name: id, kind: oneOf(dice, ['COURSE', 'LECTURE', 'SECONDMENT']), startsOn: someDay(dice), endsOn: null }),
  inspections: (dice) => ({ fedBackOn: someDay(dice), transferredOn: null, archivedOn: null }),
  petitions: (dice) => ({ channel: oneOf(dice, ['LETTER', 'CALL', 'VISIT', 'ONLINE']), receivedOn: someDay(dice), relevant: isSo(dice) }),
  outcomes: (dice) => ({ personRef: somebody(dice), kind: oneOf(dice, ['SANCTION', 'ADMONITION', 'TALK']), accountability: isSo(dice), decidedOn: someDay(dice) }),
  confessions: (dice) => ({ receivedOn: someDay(dice) }),
  // Verified after any day on which its inspection may be said to have been fed back.
  rectifications: (dice) => ({ dueOn: someDay(dice), completedOn: null, verifiedOn: isSo(dice) ? '2022-06-01' : null }),
  measures: (dice, id) => ({ title: id, kind: oneOf(dice, ['MEASURE', 'REGULATION']), adoptedOn: someDay(dice) }),
  checks: (dice) => ({ kind: oneOf(dice, ['RECTIFICATION_CHECK', 'LOOK_BACK', 'GUIDANCE']), cross: isSo(dice), endsOn: someDay(dice) }),
  check_problems: (dice, id) => ({ aspect: id, listed: isSo(dice), rectifiedOn: someDay(dice) }),
  letters: (dice) => ({ kind: oneOf(dice, ['STATEMENT', 'NOTICE', 'DUTY', 'CIRCULAR']), sentOn: someDay(dice), replyDueOn: null, repliedOn: null }),
  interviews: (dice) => ({ personRef: somebody(dice), heldOn: someDay(dice) }),
  campaigns: (dice, id) => ({ theme: id, startsOn: someDay(dice), endsOn: null }),
};

/** Ways to make a command that states one record anew: one for each kind that somebody hears and no other command moves. */
export const restating: readonly Maker[] = Object.entries(changes).map(([file, change]): Maker =>
  ({ stated }, dice, id) => recording(file, { ...oneOf(dice, stated(file)), ...change(dice, id) }));
