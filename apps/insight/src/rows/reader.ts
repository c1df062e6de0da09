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

/** Answers remembered at most; a board of figures is one. */
const most = 500;

/**
 * Asks the same question once for as long as nothing is written: planning it takes most of its time, and many look at one
 * board. `turns` counts up with whatever may have changed the rows.
 */
export function remembering(ask: Ask, turns: () => number): Ask {
  let since = turns();
  let known = new Map<string, ReturnType<Ask>>();
  return (sql) => {
    if (turns() !== since || known.size >= most) known = new Map<string, ReturnType<Ask>>();
    since = turns();
    const answers = known;
    const answer = answers.get(sql) ?? ask(sql);
    answers.set(sql, answer);
    answer.catch(() => answers.delete(sql));
    return answer;
  };
}

/** A text as a value in SQL. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
