import type { CellValue } from './cell.ts';
import { readCell } from './cell.ts';
import type { RecordFile } from './recordFile.ts';
import { holdsSealed } from './recordFile.ts';

/** Cells of one row by column name; a column that the file lacks is absent or empty. */
export type Row = Readonly<Record<string, string>>;

/** A row as the bulk mutation takes it, by input field (camelCase); empty cells are left out. */
export type RowInput = Readonly<Record<string, CellValue>>;

/** What is wrong with one cell. */
export interface Problem {
  readonly column: string;
  /** Half a sentence that never repeats sealed text: `must have a value`. */
  readonly reason: string;
}

/**
 * Reads a row into the input of its mutation, or says everything that is wrong with it. In a file with sealed columns no
 * reason repeats any cell: a comma too many puts sealed text under another column.
 */
export function readRow(file: RecordFile, row: Row): { input: RowInput } | { problems: Problem[] } {
  const quiet = holdsSealed(file);
  const input: Record<string, CellValue> = {};
  const problems: Problem[] = [];
  for (const column of file.columns) {
    const cell = row[column.name] ?? '';
    if (cell === '') {
      if (column.required) problems.push({ column: column.name, reason: 'must have a value' });
      continue;
    }
    const reading = readCell(column, cell, { quiet });
    if ('reason' in reading) problems.push({ column: column.name, reason: reading.reason });
    else input[column.field] = reading.value;
  }
  return problems.length > 0 ? { problems } : { input };
}

/** What identifies a row among those of its file: its code, or its key columns joined with `~`. */
export function keyOf(file: RecordFile, row: Row): string {
  return file.key.map((name) => row[name] ?? '').join('~');
}

/** The column that an input field stands for; null where the file has none. */
export function columnOf(file: RecordFile, field: string): string | null {
  return file.columns.find((column) => column.field === field)?.name ?? null;
}
