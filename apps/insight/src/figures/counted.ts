import type { Figure } from './figure.ts';
import { byKey, onlyCounts } from './figure.ts';

/** Rows of a table whose day lies in the period. */
export function counted(table: string, dayColumn: string): Figure<number> {
  return {
    name: table,
    tallies: ({ owned, during }) => [{ counts: ['count(*)'], over: `${table} WHERE ${owned()} AND ${during(dayColumn)}` }],
    answer: (lines) => onlyCounts(lines)[0] ?? 0,
  };
}

/** The same by a column; values that do not occur are left out. */
export function countedBy<Entry>(
  table: string,
  { column, dayColumn }: { readonly column: string; readonly dayColumn: string },
  entry: (value: string, count: number) => Entry,
): Figure<Entry[]> {
  return {
    name: table,
    tallies: ({ owned, during }) => [{ by: [column], counts: ['count(*)'], over: `${table} WHERE ${owned()} AND ${during(dayColumn)}` }],
    answer: (lines) => byKey(lines, (value, [count = 0]) => entry(value, count)),
  };
}
