import type { Day } from '@xunlian/shared';

/** What a figure is asked for: one office, alone or with all below it, over a period. */
export interface Question {
  /** Division codes, province first, the asked office last. */
  readonly lineage: readonly string[];
  readonly scope: 'OWN' | 'SUBTREE';
  /** First day, included. */
  readonly from: Day;
  /** Last day, included; figures that stand at a day stand at this one. */
  readonly to: Day;
}

/** A question as conditions in SQL. */
export interface Asked {
  /** The row belongs to an office that is asked about; with the alias of its table where a statement joins several. */
  readonly owned: (alias?: string) => string;
  /** The day in this column lies in the period. A day that is absent does not. */
  readonly during: (column: string) => string;
  /** The last day of the period. */
  readonly to: string;
}

/** One line of a figure's rows: what is counted, and the counts. */
export interface Line {
  /** The values that the line counts by, a space between them; empty where it counts everything. */
  readonly key: string;
  readonly counts: readonly number[];
}

/** The parts of a SELECT that counts rows. */
export interface Tally {
  /** Columns by whose values it counts, one line each; absent where everything is counted into one line. */
  readonly by?: readonly string[];
  /** Expressions of numbers. */
  readonly counts: readonly string[];
  /** Tables and conditions: what stands after FROM. */
  readonly over: string;
}

/** A figure: what it counts, and how its lines are shown. */
export interface Figure<Answer> {
  /** Name by which its lines are told from those of other figures. */
  readonly name: string;
  /** What it costs beside a count of one small table, which costs 1: measured over 100,000 findings. Absent is 1. */
  readonly cost?: number;
  readonly tallies: (asked: Asked) => readonly Tally[];
  readonly answer: (lines: readonly Line[]) => Answer;
}

/** The counts of a figure that has one line; zeros where there is none. */
export function onlyCounts(lines: readonly Line[]): readonly number[] {
  return lines[0]?.counts ?? [];
}

/** One entry a line, in the order of the keys. */
export function byKey<Entry>(lines: readonly Line[], entry: (key: string, counts: readonly number[]) => Entry): Entry[] {
  const inOrder = lines.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  return inOrder.map(({ key, counts }) => entry(key, counts));
}
