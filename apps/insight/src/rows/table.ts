import type { DuckDBType } from '@duckdb/node-api';
import { INTEGER, VARCHAR } from '@duckdb/node-api';
import type { Topic } from '@xunlian/events';
import type { Column } from './column.ts';

/** What a table keeps of one topic's events. */
export interface Heard {
  readonly topic: Topic;
  /** Column by name; each is a field of the topic's events unless it says otherwise. */
  readonly columns: Readonly<Record<string, Column>>;
}

/**
 * Rows built from events, one a subject. Several topics may write to one table when their subjects are the same; the row
 * belongs to the first of them, whose lineage it has, and is nothing before that topic's first event.
 */
export interface Table {
  readonly name: string;
  readonly hears: readonly [Heard, ...Heard[]];
}

/** Declares a table that is written by one topic. */
export function table(name: string, topic: Topic, columns: Heard['columns']): Table {
  return { name, hears: [{ topic, columns }] };
}

/** The same table, written by one more topic about the same subjects. */
export function alsoHears(known: Table, topic: Topic, columns: Heard['columns']): Table {
  return { ...known, hears: [...known.hears, { topic, columns }] };
}

/** Columns that hold how far a topic's events are written: the last version, and the versions that never came. */
export function progressColumns({ topic }: Heard): { readonly version: string; readonly missed: string } {
  const noun = (topic.name.split('.')[1] ?? topic.name).replaceAll('-', '_');
  return { version: `${noun}_version`, missed: `${noun}_missed` };
}

/** Type of every column of a table by its name, in order. */
export function columnTypes({ hears }: Table): ReadonlyMap<string, DuckDBType> {
  const written = hears.flatMap((heard): [string, DuckDBType][] => {
    const { version, missed } = progressColumns(heard);
    return [...Object.entries(heard.columns).map(([name, { type }]): [string, DuckDBType] => [name, type]), [version, INTEGER], [missed, INTEGER]];
  });
  return new Map([['code', VARCHAR], ['lineage', VARCHAR], ...written]);
}

/** Statement that creates a table. */
export function tableSql(table: Table): string {
  const lines = [...columnTypes(table)].map(([name, type]) => `${quoted(name)} ${type.toString()}${name === 'code' ? ' PRIMARY KEY' : ''}`);
  return `CREATE TABLE ${table.name} (${lines.join(', ')})`;
}

/** A name in SQL, whatever words the language reserves. */
export function quoted(name: string): string {
  return `"${name}"`;
}

/** A lineage as a row keeps it, `430000/431300/`: the lineages below an office are those that begin with its own. */
export function pathOf(lineage: readonly string[]): string {
  return lineage.map((code) => `${code}/`).join('');
}

/** The lineage that a row keeps. */
export function lineageOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}
