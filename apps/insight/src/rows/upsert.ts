import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { INTEGER, VARCHAR } from '@duckdb/node-api';
import type { Column } from './column.ts';
import type { Change } from './project.ts';
import type { Heard, Table } from './table.ts';
import { pathOf, progressColumns, quoted } from './table.ts';

/** How changes of one topic reach its table: through a temporary table of the connection that writes. */
export interface Upsert {
  readonly table: string;
  /** Columns that the topic writes, by name. */
  readonly columns: ReadonlyMap<string, Column>;
  /** Columns that say how far the topic's events are written. */
  readonly progress: { readonly version: string; readonly missed: string };
  /** Name of the temporary table. */
  readonly staging: string;
}

/** Changes that write the same columns: facts of one type, most of the time. */
export interface Alike {
  readonly columns: readonly string[];
  readonly changes: Change[];
}

const lineage: Column = { type: VARCHAR, field: 'lineage', keep: (value) => (Array.isArray(value) ? pathOf(value.map(String)) : null) };
const subject = [['code', VARCHAR], ['version', INTEGER], ['before', INTEGER]] as const;

/** How the changes of each topic reach its table, by the topic's name. */
export function upsertsOf(tables: readonly Table[]): ReadonlyMap<string, Upsert> {
  return new Map(tables.flatMap((table) => table.hears.map((heard) => [heard.topic.name, upsertOf(table, heard)])));
}

function upsertOf({ name, hears }: Table, heard: Heard): Upsert {
  const progress = progressColumns(heard);
  // The lineage is written by the topic that the row belongs to.
  const columns = new Map(Object.entries(heard === hears[0] ? { lineage, ...heard.columns } : heard.columns));
  return { table: name, columns, progress, staging: `heard_${progress.version}` };
}

/** Types of the temporary table's columns, in order. */
export function stagingTypes({ columns }: Upsert): DuckDBType[] {
  return [...subject.map(([, type]) => type), ...[...columns.values()].map(({ type }) => type)];
}

/** Statement that creates the temporary table. */
export function stagingSql({ staging, columns }: Upsert): string {
  const all = [...subject, ...[...columns].map(([name, { type }]) => [name, type] as const)];
  return `CREATE TEMP TABLE ${staging} (${all.map(([name, type]) => `${quoted(name)} ${type.toString()}`).join(', ')})`;
}

/** Puts changes that write the same columns together. */
export function alike({ columns }: Upsert, changes: Iterable<Change>): Alike[] {
  const groups = new Map<string, Alike>();
  for (const change of changes) {
    const written = [...columns].filter(([name, { field }]) => (field ?? name) in change.fields).map(([name]) => name);
    const key = written.join();
    const group = groups.get(key) ?? { columns: written, changes: [] };
    group.changes.push(change);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The values of changes, one list a column of the temporary table. */
export function stagedValues({ columns }: Upsert, changes: readonly Change[]): DuckDBValue[][] {
  return [
    changes.map(({ code }) => code),
    changes.map(({ version }) => version),
    changes.map(before),
    ...[...columns].map(([name, { field, keep }]) => changes.map(({ fields }) => keep(fields[field ?? name]))),
  ];
}

/**
 * Writes what is staged: only the columns named, and only where the row has not seen the version. Versions that neither
 * the row nor the change has seen are added to the row's missed ones.
 */
export function upsertSql({ table, staging, progress }: Upsert, columns: readonly string[]): string {
  const { version, missed } = progress;
  const names = columns.map(quoted);
  const seen = `coalesce(${table}.${version}, 0)`;
  return `INSERT INTO ${table} (code, ${[...names, version, missed].join(', ')})
    SELECT code, ${[...names, 'version', 'before'].join(', ')} FROM ${staging}
    ON CONFLICT (code) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}, `).join('')}
      ${version} = excluded.${version},
      ${missed} = coalesce(${table}.${missed}, 0) + greatest(excluded.${missed} - ${seen}, 0)
    WHERE excluded.${version} > ${seen}`;
}

/** Counts the versions that never came, over all rows of the table. */
export function missedSql({ table, progress }: Upsert): string {
  return `SELECT coalesce(sum(${progress.missed}), 0) FROM ${table}`;
}

/** Versions up to the change's that it does not hold: the row has seen them, or they are missing. */
export function before({ first, gaps }: Change): number {
  return first - 1 + gaps;
}
