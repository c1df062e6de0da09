import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { INTEGER, VARCHAR } from '@duckdb/node-api';
import type { Column } from './column.ts';
import type { Change } from './project.ts';
import type { Heard, Table } from './table.ts';
import { columnTypes, pathOf, progressColumns, quoted } from './table.ts';

/** How changes of one topic reach its table: rows that are not there are appended, the others changed through a temporary table. */
export interface Upsert {
  readonly table: string;
  /** Type of every column of the table by its name, in order. */
  readonly types: ReadonlyMap<string, DuckDBType>;
  /** Columns that the topic writes, by name. */
  readonly columns: ReadonlyMap<string, Column>;
  /** Columns that say how far the topic's events are written. */
  readonly progress: { readonly version: string; readonly missed: string };
  /** Name of the temporary table. */
  readonly staging: string;
}

/** How far a topic's events are written to a row: the last version, and how many never came. */
export interface Progress {
  readonly version: number;
  readonly missed: number;
}

/** A change, and how many versions of its row have never come when it is written. */
export interface Write {
  readonly change: Change;
  readonly missed: number;
}

/** What is to be done for changes. */
export interface Writes {
  /** Rows that are not there. */
  readonly fresh: readonly Write[];
  /** Rows that are there. */
  readonly later: readonly Write[];
  /** Versions that never came, beside those known before. */
  readonly missed: number;
}

/** Writes of the same columns: facts of one type, most of the time. */
export interface Alike {
  readonly columns: readonly string[];
  readonly writes: Write[];
}

const lineage: Column = { type: VARCHAR, field: 'lineage', keep: (value) => (Array.isArray(value) ? pathOf(value.map(String)) : null) };
const stagedProgress = [['code', VARCHAR], ['version', INTEGER], ['missed', INTEGER]] as const;

/** How the changes of each topic reach their tables, by the topic's name. */
export function upsertsOf(tables: readonly Table[]): ReadonlyMap<string, Upsert> {
  return new Map(tables.flatMap((table) => table.hears.map((heard) => [heard.topic.name, upsertOf(table, heard)])));
}

function upsertOf(table: Table, heard: Heard): Upsert {
  const progress = progressColumns(heard);
  // The lineage is written by the topic that the row belongs to.
  const columns = new Map(Object.entries(heard === table.hears[0] ? { lineage, ...heard.columns } : heard.columns));
  return { table: table.name, types: columnTypes(table), columns, progress, staging: `heard_${progress.version}` };
}

/** Statement that says how far the rows are whose codes are in a table. */
export function progressSql({ table, progress: { version, missed } }: Upsert, codes: string): string {
  return `SELECT code, coalesce(${version}, 0), coalesce(${missed}, 0) FROM ${table} SEMI JOIN ${codes} USING (code)`;
}

/** What changes come to where rows are as far as they are known. */
export function writesOf(changes: Iterable<Change>, known: ReadonlyMap<string, Progress>): Writes {
  const [fresh, later]: [Write[], Write[]] = [[], []];
  let missed = 0;
  for (const change of changes) {
    const row = known.get(change.code);
    (row ? later : fresh).push({ change, missed: (row?.missed ?? 0) + change.missed });
    missed += change.missed;
  }
  return { fresh, later, missed };
}

/** The values of new rows, one list a column of the table. */
export function freshValues({ types, columns, progress }: Upsert, writes: readonly Write[]): DuckDBValue[][] {
  const valueOf: Readonly<Record<string, (write: Write) => DuckDBValue>> = {
    code: ({ change }) => change.code, [progress.version]: ({ change }) => change.version, [progress.missed]: ({ missed }) => missed,
  };
  return [...types.keys()].map((name) => {
    const value = valueOf[name] ?? keeping(name, columns.get(name));
    return writes.map(value);
  });
}

/** Types of the temporary table's columns, in order. */
export function stagingTypes({ columns }: Upsert): DuckDBType[] {
  return [...stagedProgress.map(([, type]) => type), ...[...columns.values()].map(({ type }) => type)];
}

/** Statement that creates the temporary table. */
export function stagingSql({ staging, columns }: Upsert): string {
  const all = [...stagedProgress, ...[...columns].map(([name, { type }]) => [name, type] as const)];
  return `CREATE TEMP TABLE ${staging} (${all.map(([name, type]) => `${quoted(name)} ${type.toString()}`).join(', ')})`;
}

/** Puts writes of the same columns together. */
export function alike({ columns }: Upsert, writes: Iterable<Write>): Alike[] {
  const groups = new Map<string, Alike>();
  for (const write of writes) {
    const written = [...columns].filter(([name, { field }]) => (field ?? name) in write.change.fields).map(([name]) => name);
    const key = written.join();
    const group = groups.get(key) ?? { columns: written, writes: [] };
    group.writes.push(write);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The values of writes, one list a column of the temporary table. */
export function stagedValues({ columns }: Upsert, writes: readonly Write[]): DuckDBValue[][] {
  return [
    writes.map(({ change }) => change.code),
    writes.map(({ change }) => change.version),
    writes.map(({ missed }) => missed),
    ...[...columns].map(([name, column]) => writes.map(keeping(name, column))),
  ];
}

/** Statement that changes the rows that are staged: only the columns named. */
export function updateSql({ table, staging, progress: { version, missed } }: Upsert, columns: readonly string[]): string {
  const written = columns.map((name) => `${quoted(name)} = staged.${quoted(name)}, `).join('');
  return `UPDATE ${table} SET ${written}${version} = staged.version, ${missed} = staged.missed FROM ${staging} staged WHERE ${table}.code = staged.code`;
}

/** Counts the versions that never came, over all rows of the table. */
export function missedSql({ table, progress }: Upsert): string {
  return `SELECT coalesce(sum(${progress.missed}), 0) FROM ${table}`;
}

/** The value of a column; null where its topic is another, or the change does not write it. */
function keeping(name: string, column: Column | undefined): (write: Write) => DuckDBValue {
  if (!column) return () => null;
  const field = column.field ?? name;
  return ({ change: { fields } }) => (field in fields ? column.keep(fields[field]) : null);
}
