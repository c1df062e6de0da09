import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';

/** Asks the rows. The answer is of one moment, whatever is being written meanwhile. */
export type Ask = (sql: string) => Promise<DuckDBValue[][]>;

/**
 * Asks over a few connections; questions beyond them wait their turn. A question is one statement with its values written
 * into it: DuckDB plans a prepared one on the statistics of that moment, and later rows make it wrong.
 */
export function reader(connections: readonly DuckDBConnection[]): Ask {
  const idle = [...connections];
  const waiting: ((connection: DuckDBConnection) => void)[] = [];
  return async (sql) => {
    const connection = idle.pop() ?? (await new Promise<DuckDBConnection>((resolve) => waiting.push(resolve)));
    try {
      return (await connection.runAndReadAll(sql)).getRows();
    } finally {
      const next = waiting.shift();
      if (next) next(connection);
      else idle.push(connection);
    }
  };
}

/** A text as a value in SQL. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
