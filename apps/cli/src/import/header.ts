import type { Column, Problem, RecordFile, Row } from '@xunlian/interchange';
import { holdsSealed, tooLong } from '@xunlian/interchange';

/** Reads the cells of one record as a row, or says what is wrong with it as a whole. */
export type RowReader = (cells: readonly string[]) => { row: Row } | { problems: Problem[] };

/** Makes a reader of rows from a header row, or says what is wrong with the header. */
export function readHeader(file: RecordFile, cells: readonly string[]): { read: RowReader } | { problems: Problem[] } {
  const names = cells.map((cell) => cell.trim());
  const known = new Set(file.columns.map(({ name }) => name));
  if (!names.some((name) => known.has(name))) return { problems: [{ column: '', reason: `is no header row: it names no column of ${file.file}.csv` }] };
  // Where the header row was left out, the first record stands in its place.
  const shown = (name: string, place: number) => (holdsSealed(file) ? `column ${place + 1}` : shortened(name));
  const problems = names.flatMap((name, place) => {
    if (name === '') return [{ column: `column ${place + 1}`, reason: 'has no name' }];
    if (!known.has(name)) return [{ column: shown(name, place), reason: `is not a column of ${file.file}.csv` }];
    return names.indexOf(name) < place ? [{ column: name, reason: 'stands in the header twice' }] : [];
  });
  const missing = file.columns.filter(({ name, required }) => required && !names.includes(name));
  problems.push(...missing.map(({ name }) => ({ column: name, reason: 'is missing in the header' })));
  const columns = names.flatMap((name) => file.columns.filter((column) => column.name === name));
  return problems.length > 0 ? { problems } : { read: (record) => readCells(columns, record) };
}

/** Columns stand in the order of the header. */
function readCells(columns: readonly Column[], cells: readonly string[]): { row: Row } | { problems: Problem[] } {
  const row: Record<string, string> = {};
  for (const [place, { name }] of columns.entries()) row[name] = cells[place] ?? '';
  // A record that was clipped may have lost cells or gained one; what is wrong with it is the long cell.
  for (const column of columns) {
    const reason = tooLong(column, row[column.name] ?? '');
    if (reason !== null) return { problems: [{ column: column.name, reason }] };
  }
  if (cells.length === columns.length) return { row };
  return { problems: [{ column: '', reason: `the row has ${cells.length} cells, and the header ${columns.length}` }] };
}

function shortened(name: string): string {
  return name.length > 64 ? `${name.slice(0, 64)}…` : name;
}
