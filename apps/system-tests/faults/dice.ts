/** Throws a number from 0 to below the limit. */
export type Dice = (limit: number) => number;

/** mulberry32: the same numbers for the same seed. */
export function diceOf(seed: number): Dice {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
  };
}

/** One of several, by the dice; throws when there is none. */
export function oneOf<Value>(dice: Dice, values: readonly Value[]): Value {
  const value = values[dice(values.length)];
  if (value === undefined) throw new Error('There is nothing to choose from.');
  return value;
}

/** All of them, in an order that the dice choose. */
export function shuffled<Value>(dice: Dice, values: readonly Value[]): Value[] {
  const left = [...values];
  return values.map(() => left.splice(dice(left.length), 1)[0]).filter((value) => value !== undefined);
}
