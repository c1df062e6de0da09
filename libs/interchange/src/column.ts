import { longestCode, longestOf, longestText, mostListed, rangeOf, type NumberRange } from '@xunlian/shared';

/** What one cell may hold; a list is written with `;` between its values. */
export type CellType =
  | { readonly is: 'code' }
  | { readonly is: 'text'; readonly longest: number }
  | { readonly is: 'day' }
  | { readonly is: 'boolean' }
  | { readonly is: 'number'; readonly range: NumberRange }
  | { readonly is: 'choice'; readonly of: readonly string[] }
  | { readonly is: 'list'; readonly of: CellType };

/** One column of a file. */
export interface Column {
  /** As in the header row: `office_code`. */
  readonly name: string;
  /** Field of the mutation's input: `officeCode`. */
  readonly field: string;
  /** Whether a row without a value here is bad. */
  readonly required: boolean;
  readonly type: CellType;
  /** File whose codes this column holds; null where it holds none. */
  readonly refersTo: string | null;
  /** Whether the text is sealed: no message may repeat it. */
  readonly sealed: boolean;
}

/** Most characters that a cell of the column may have; one that is no text has far fewer where it is good. */
export function longestIn({ type }: Column): number {
  if (type.is === 'list') return mostListed * (longestCode + 1);
  return type.is === 'text' ? type.longest : longestText;
}

/** `inspection_code` → `inspectionCode`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const column = (name: string, type: CellType): Column => ({ name, field: camelCase(name), required: false, type, refersTo: null, sealed: false });

/** The same column, marked `*`: every row has a value in it. */
export const must = (optional: Column): Column => ({ ...optional, required: true });

/** The same column, sealed. */
export const sealed = (open: Column): Column => ({ ...open, sealed: true });

/** The natural key of a row. */
export const code = must(column('code', { is: 'code' }));

/** A column that names one record of another file by its code. */
export const ref = (name: string, file: string): Column => ({ ...column(name, { is: 'code' }), refersTo: file });

/** A column that names any number of records of another file. */
export const refs = (name: string, file: string): Column => ({ ...column(name, { is: 'list', of: { is: 'code' } }), refersTo: file });

/** Text, as long as the field may be. */
export const text = (name: string): Column => column(name, { is: 'text', longest: longestOf(camelCase(name)) });

/** A day that exists, `YYYY-MM-DD`. */
export const day = (name: string): Column => column(name, { is: 'day' });

/** `true` or `false`. */
export const flag = (name: string): Column => column(name, { is: 'boolean' });

/** A number within the range of the field. Throws where the field has none. */
export function number(name: string): Column {
  const range = rangeOf(camelCase(name));
  if (!range) throw new Error(`No range of numbers is stated for ${name}.`);
  return column(name, { is: 'number', range });
}

/** One of the given words. */
export const choice = (name: string, ...of: readonly string[]): Column => column(name, { is: 'choice', of });

/** Any number of the given words. */
export const choices = (name: string, ...of: readonly string[]): Column => column(name, { is: 'list', of: { is: 'choice', of } });
