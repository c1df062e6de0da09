import { codePattern, isDay } from '@xunlian/shared';
import type { CellType, Column } from './column.ts';
import { longestCell } from './column.ts';

/** A cell's value as the graph takes it; a list in the order of the cell. */
export type CellValue = string | number | boolean | readonly string[];

/** A value that was read, or the reason why the cell is bad: half a sentence. */
export type CellReading = { readonly value: CellValue } | { readonly reason: string };

/** How a reason names the cell's text: quoted, or not at all. */
type Shown = (cell: string) => string;

/** Reads a cell that is not empty. A `quiet` reason does not repeat what is in the cell. */
export function readCell({ type }: Column, cell: string, { quiet }: { readonly quiet: boolean }): CellReading {
  const longest = type.is === 'text' ? type.longest : longestCell;
  if (cell.length > longest) return { reason: `is longer than the ${longest} characters that are allowed` };
  return readAs(type, cell, quiet ? () => 'what stands here' : quoted);
}

/** Writes a value back as the cell that readCell takes; an absent value is the empty cell. */
export function writeCell(value: CellValue | null | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? value.join(';') : String(value);
}

function readAs(type: CellType, cell: string, shown: Shown): CellReading {
  switch (type.is) {
    case 'code': return codePattern.test(cell) ? { value: cell }
      : { reason: `${shown(cell)} is not a code (1 to 64 letters, digits, ".", "_" or "-")` };
    case 'text': return cell.trim() === '' ? { reason: 'holds nothing but blanks' } : { value: cell };
    case 'day': return isDay(cell) ? { value: cell } : { reason: `${shown(cell)} is not a day that exists (YYYY-MM-DD)` };
    case 'boolean': return cell === 'true' || cell === 'false' ? { value: cell === 'true' }
      : { reason: `${shown(cell)} is neither true nor false` };
    case 'number': return readNumber(type, cell, shown);
    case 'choice': return type.of.includes(cell) ? { value: cell } : { reason: `${shown(cell)} is not one of ${type.of.join(', ')}` };
    case 'list': return readList(type.of, cell, shown);
    default: return type satisfies never;
  }
}

function readNumber(type: CellType & { is: 'number' }, cell: string, shown: Shown): CellReading {
  const wanted = type.decimals === 0 ? 'a whole number' : `a number with at most ${type.decimals} decimals`;
  const shape = type.decimals === 0 ? /^\d{1,15}$/ : /^\d{1,15}(\.\d{1,2})?$/;
  const value = Number(cell);
  return shape.test(cell) && value >= type.from && value <= type.to ? { value }
    : { reason: `${shown(cell)} is not ${wanted} from ${type.from} to ${type.to}` };
}

function readList(type: CellType, cell: string, shown: Shown): CellReading {
  const values = cell.split(';');
  const twice = values.find((value, place) => values.indexOf(value) !== place);
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
