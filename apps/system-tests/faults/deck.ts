import type { Maker } from './commands.ts';
import { shuffled, type Dice } from './dice.ts';
import { following } from './making.ts';
import { restating } from './restating.ts';

const weighted: readonly (readonly [weight: number, make: Maker])[] = [...following, ...restating.map((make) => [1, make] as const)];
const cards = weighted.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));

/** Every way to make a command, once. */
export const makers: readonly Maker[] = weighted.map(([, make]) => make);

/** Ways to make a command, without end and in an order that the dice choose: a rare one comes as soon as all others have had their share. */
export function* dealt(dice: Dice): Generator<Maker, never> {
  for (;;) yield* shuffled(dice, cards);
}
