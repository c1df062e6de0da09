import type { CellValue } from './cell.ts';
import { writeCell } from './cell.ts';
import type { RecordFile } from './recordFile.ts';
import { camelCase, type Column } from './column.ts';

/** A record as the graph answers it: plain fields by name, references as objects with their code. */
export type GraphRecord = Readonly<Record<string, GraphField>>;
type Coded = { readonly code: string };
type GraphField = CellValue | Coded | readonly Coded[] | null | undefined;

/** The fields to ask for so that every cell of the file can be written: `code inspection { code } foundOn …`. */
export function selectionOf(file: RecordFile): string {
  return file.columns.map((column) => {
    const field = objectFieldOf(column);
    return isReference(column) ? `${field} { code }` : field;
  }).join(' ');
}

/** The cells of a record in the order of the file's columns. */
export function cellsOf(file: RecordFile, record: GraphRecord): string[] {
  return file.columns.map((column) => writeCell(valueOf(record[objectFieldOf(column)])));
}

/** Codes that the record has in that column, none to many. */
export function codesIn(column: Column, record: GraphRecord): readonly string[] {
  const cell = writeCell(valueOf(record[objectFieldOf(column)]));
  return cell === '' ? [] : cell.split(';');
}

/** A record's own code; the empty text where its kind has none in its columns. */
export function codeOf({ code }: GraphRecord): string {
  return typeof code === 'string' ? code : '';
}

/** The field of a record's object: `inspection_code` → `inspection`, `finding_codes` → `findings`; an own `code` stays what it is. */
export function objectFieldOf(column: Column): string {
  if (!isReference(column)) return column.field;
  return camelCase(column.name.replace(/_codes$/, 's').replace(/_code$/, ''));
}

/** An office's `code` is its division's and is asked for as it stands. */
function isReference(column: Column): boolean {
  return column.refersTo !== null && column.name !== 'code';
}

function valueOf(field: GraphField): CellValue | null {
  if (field === null || field === undefined) return null;
  if (typeof field !== 'object') return field;
  if ('code' in field) return field.code;
  return field.map((item: string | Coded) => (typeof item === 'string' ? item : item.code));
}
