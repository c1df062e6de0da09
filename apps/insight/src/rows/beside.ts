import type { Batch, Cursors } from '@xunlian/bus';
import type { Table } from './table.ts';
import { tableSql } from './table.ts';
import { rowWriter, savedCursors, type RowWriter, type Writing } from './writer.ts';

/** Rows that are built anew beside the live ones, in tables of their own. */
export interface RowsBeside {
  readonly take: (events: Batch['events']) => Promise<void>;
  /**
   * Gives their tables the names of the live ones and remembers the generation, in one transaction, while no batch is written to
   * either; false, and nothing changed, if they have not passed where the live ones stand.
   */
  readonly swap: (generation: number, passed: (cursors: Cursors) => Promise<boolean>) => Promise<boolean>;
  /** Drops what was built, unless it is live. */
  readonly close: () => Promise<void>;
}

const nextName = (name: string): string => `${name}__next`;

/** Statements that remove what was built beside the live rows and not finished. */
export const dropNext = (tables: readonly Table[]): string => tables.map(({ name }) => `DROP TABLE IF EXISTS ${nextName(name)}`).join('; ');

/** Begins to build rows beside those that `live` writes, with empty tables. */
export async function rowsBeside(live: RowWriter, writing: Writing): Promise<RowsBeside> {
  const { tables, commit } = writing;
  const next = tables.map((table) => ({ ...table, name: nextName(table.name) }));
  await live.inTurn((connection) => connection.run(['BEGIN', dropNext(tables), ...next.map(tableSql), 'COMMIT'].join('; ')));
  const writer = rowWriter({ ...writing, tables: next });
  let isLive = false;
  return {
    take: async (events) => {
      // What still comes after the swap, the live feed takes too.
      if (!isLive) await writer.projection.apply({ events, cursors: {} });
    },
    swap: (generation, passed) => live.inTurn(async (connection) => {
      if (!(await passed(await savedCursors(connection)))) return false;
      const renamed = tables.map(({ name }) => `DROP TABLE ${name}; ALTER TABLE ${nextName(name)} RENAME TO ${name}`);
      await writer.inTurn(() => commit(() => connection.run(['BEGIN', ...renamed, `UPDATE edition SET generation = ${generation}`, 'COMMIT'].join('; '))));
      isLive = true;
      return true;
    }),
    async close() {
      writer.close();
      if (!isLive) await live.inTurn((connection) => connection.run(dropNext(tables)));
    },
  };
}
