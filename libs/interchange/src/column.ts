/** What one cell may hold; a list is written with `;` between its values. */
export type CellType =
  | { readonly is: 'code' }
  | { readonly is: 'text'; readonly longest: number }
  | { readonly is: 'day' }
  | { readonly is: 'boolean' }
  | { readonly is: 'number'; readonly from: number; readonly to: number; readonly decimals: number }
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

/** Longest text of a cell and longest name, in characters. */
export const longestCell = 10_000;
const longestName = 200;

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

/** A name: text of at most 200 characters. */
export const title = (name: string): Column => column(name, { is: 'text', longest: longestName });

/** Text of at most 10,000 characters. */
export const text = (name: string): Column => column(name, { is: 'text', longest: longestCell });

/** A day that exists, `YYYY-MM-DD`. */
export const day = (name: string): Column => column(name, { is: 'day' });

/** `true` or `false`. */
export const flag = (name: string): Column => column(name, { is: 'boolean' });

/** A whole number from 0 on. */
export const count = (name: string): Column => column(name, { is: 'number', from: 0, to: 1_000_000, decimals: 0 });

/** A number with at most two decimals, from 0 to the given limit. */
export const amount = (name: string, to: number): Column => column(name, { is: 'number', from: 0, to, decimals: 2 });

/** One of the given words. */
export const choice = (name: string, ...of: readonly string[]): Column => column(name, { is: 'choice', of });

/** Any number of the given words. */
export const choices = (name: string, ...of: readonly string[]): Column => column(name, { is: 'list', of: { is: 'choice', of } });
