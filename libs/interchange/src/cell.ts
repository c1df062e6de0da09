import { codePattern, firstTwice, isBlank, isDay, isWithin, mostDecimals, mostListed, wordsFor, type NumberRange } from '@xunlian/shared';
import type { CellType, Column } from './column.ts';
import { longestIn } from './column.ts';

/** A cell's value as the graph takes it; a list in the order of the cell. */
export type CellValue = string | number | boolean | readonly string[];

/** A value that was read, or the reason why the cell is bad: half a sentence. */
export type CellReading = { readonly value: CellValue } | { readonly reason: string };

/** How a reason names the cell's text: quoted, or not at all. */
type Shown = (cell: string) => string;

/** Reads a cell that is not empty. A `quiet` reason does not repeat what is in the cell. */
export function readCell(column: Column, cell: string, { quiet }: { readonly quiet: boolean }): CellReading {
  const long = tooLong(column, cell);
  return long === null ? readAs(column.type, cell, quiet ? () => 'what stands here' : quoted) : { reason: long };
}

/** Why a cell is longer than the column allows; null when it is not. */
export function tooLong(column: Column, cell: string): string | null {
  const longest = longestIn(column);
  return cell.length > longest ? `is longer than the ${longest} characters that are allowed` : null;
}

/** Writes a value back as the cell that readCell takes; an absent value is the empty cell. */
export function writeCell(value: CellValue | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return writeNumber(value);
  return typeof value === 'object' ? value.join(';') : String(value);
}

function readAs(type: CellType, cell: string, shown: Shown): CellReading {
  switch (type.is) {
    case 'code': return codePattern.test(cell) ? { value: cell }
      : { reason: `${shown(cell)} is not a code (1 to 64 letters, digits, ".", "_" or "-")` };
    case 'text': return isBlank(cell) ? { reason: 'holds nothing but blanks' } : { value: cell };
    case 'day': return isDay(cell) ? { value: cell } : { reason: `${shown(cell)} is not a day that exists (YYYY-MM-DD)` };
    case 'boolean': return cell === 'true' || cell === 'false' ? { value: cell === 'true' }
      : { reason: `${shown(cell)} is neither true nor false` };
    case 'number': return readNumber(type.range, cell, shown);
    case 'choice': return type.of.includes(cell) ? { value: cell } : { reason: `${shown(cell)} is not one of ${type.of.join(', ')}` };
    case 'list': return readList(type.of, cell, shown);
    default: return type satisfies never;
  }
}

function readNumber(range: NumberRange, cell: string, shown: Shown): CellReading {
  const [digits = null, decimals = ''] = /^\d{1,15}(?:\.(\d+))?$/.exec(cell) ?? [];
  const value = Number(cell);
  return digits !== null && decimals.length <= range.decimals && isWithin(range, value) ? { value }
    : { reason: `${shown(cell)} is not ${wordsFor(range)}` };
}

/** As plain digits: a very small number is no `1e-7` in a spreadsheet's column of numbers. */
function writeNumber(value: number): string {
  const text = String(value);
  return text.includes('e-') ? value.toFixed(mostDecimals).replace(/0+$/, '') : text;
}

function readList(type: CellType, cell: string, shown: Shown): CellReading {
  const values = cell.split(';');
  if (values.length > mostListed) return { reason: `has ${values.length} values, and at most ${mostListed} are allowed` };
  const twice = firstTwice(values);
  if (twice !== undefined) return { reason: `names ${shown(twice)} twice` };
  for (const value of values) {
    const reading = readAs(type, value, shown);
    if ('reason' in reading) return reading;
  }
  return { value: values };
}

function quoted(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
}
