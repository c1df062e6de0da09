/** Longest text of a field, in characters. */
export const longestText = 10_000;

/** Longest name or title, in characters. */
export const longestName = 200;

/** Most values of a field that has several: more than any round has findings for one letter to name. */
export const mostListed = 5_000;

/** Most decimals of any number: as many as tell apart the numbers that the graph can have, the very smallest left out. */
export const mostDecimals = 20;

/** Numbers that a field may have, both ends included. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly decimals: number;
}

const count: NumberRange = { from: 0, to: 1_000_000, decimals: 0 };

// A field means the same in whatever kind of record it stands, so that rules and files of a bundle look it up by its name.
const names: readonly string[] = ['name', 'title'];
const ranges: Readonly<Record<string, NumberRange>> = {
  approvedPosts: count,
  groupQuota: count,
  term: count,
  sequence: count,
  // A score may be the mean of several papers.
  examScore: { from: 0, to: 100, decimals: mostDecimals },
  // Ten billion yuan: beyond any recovery, and exact in a JSON number with two decimals.
  amountYuan: { from: 0, to: 10_000_000_000, decimals: 2 },
};

/** Most characters that the text in a field has. */
export function longestOf(field: string): number {
  return names.includes(field) ? longestName : longestText;
}

/** Numbers that a field may have; null for a field that holds no number, or one without limits. */
export function rangeOf(field: string): NumberRange | null {
  return ranges[field] ?? null;
}

/** Whether a number lies within a range and has no more decimals than it allows. */
export function isWithin({ from, to, decimals }: NumberRange, value: number): boolean {
  return value >= from && value <= to && hasDecimals(value, decimals);
}

/** Whether a finite number has at most so many decimals. */
export function hasDecimals(value: number, most: number): boolean {
  return Number.isFinite(value) && Number(value.toFixed(most)) === value;
}

/** A range in words: `a whole number from 0 to 100`. */
export function wordsFor({ from, to, decimals }: NumberRange): string {
  return `${decimals === 0 ? 'a whole number' : `a number with at most ${decimals} decimals`} from ${from} to ${to}`;
}
