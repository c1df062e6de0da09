/** A rate with its base; percent is rounded half up to two decimals and null where the base is 0. */
export interface Rate {
  readonly part: number;
  readonly whole: number;
  readonly percent: number | null;
}

/** Part of a whole, both non-negative counts of the same thing. */
export function rate(part: number, whole: number): Rate {
  // Integers until the last step: 100 * part / whole in floating point rounds 0.285 % down.
  const percent = whole === 0 ? null : Math.floor((part * 20_000 + whole) / (2 * whole)) / 100;
  return { part, whole, percent };
}
