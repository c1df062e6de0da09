import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBValue } from '@duckdb/node-api';
import type { Turns } from './turns.ts';

/** Asks the rows and gives the rows of all statements. They are of one moment, whatever is being written meanwhile. */
export type Ask = (...statements: readonly string[]) => Promise<DuckDBValue[][]>;

/** Statements at most that one question is put as: each is planned and answered on a core of its own. */
export const readers = 2;

/** What a connection is to answer. */
interface Part {
  readonly connection: DuckDBConnection;
  readonly sql: string;
}

/**
 * Asks over these connections; questions beyond them wait their turn. The transactions of one question begin in a turn in
 * which nothing is committed. Values are written into the statements: DuckDB plans a prepared one on the statistics of that
 * moment, and later rows make it wrong. Throws at more statements than connections.
 */
export function reader(connections: readonly DuckDBConnection[], begin: Turns['turn']): Ask {
  const { lend, giveBack } = lending(connections);
  return async (...statements) => {
    const parts = await lend(statements);
    const isAlone = parts.length === 1;
    try {
      if (!isAlone) await begin(() => Promise.all(parts.map(({ connection }) => connection.run('BEGIN'))));
      return await rowsOf(parts);
    } finally {
      // The answer does not wait for it; one that did not begin has nothing to end.
      const ended = isAlone ? [] : parts.map(({ connection }) => connection.run('ROLLBACK'));
      void Promise.allSettled(ended).then(() => { giveBack(parts); });
    }
  };
}

async function rowsOf(parts: readonly Part[]): Promise<DuckDBValue[][]> {
  const results = await Promise.all(parts.map(({ connection, sql }) => connection.run(sql)));
  return results.flatMap(rowsIn);
}

/** The rows of a result, which is all there: `readAll` would go to another thread and back for each part of it, and for its end. */
export function rowsIn(result: DuckDBMaterializedResult): DuckDBValue[][] {
  return Array.from({ length: result.chunkCount }, (_, place) => result.getChunk(place).getRows()).flat();
}

/** Lends connections to who comes first: one for each statement, and all at once, so that no two wait for each other. */
function lending(connections: readonly DuckDBConnection[]) {
  const idle = [...connections];
  const waiting: { statements: readonly string[]; go: (parts: Part[]) => void }[] = [];
  const serve = () => {
    for (let first = waiting[0]; first && first.statements.length <= idle.length; first = waiting[0]) {
      waiting.shift();
      const { statements, go } = first;
      go(idle.splice(0, statements.length).map((connection, place) => ({ connection, sql: statements[place] ?? '' })));
    }
  };
  const lend = (statements: readonly string[]) => new Promise<Part[]>((go, refuse) => {
    if (statements.length > connections.length) refuse(new Error(`A question of ${statements.length} statements is put over ${connections.length} connections.`));
    else waiting.push({ statements, go });
    serve();
  });
  const giveBack = (parts: readonly Part[]) => {
    idle.push(...parts.map(({ connection }) => connection));
    serve();
  };
  return { lend, giveBack };
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
  return (...statements) => {
    const question = statements.join(';');
    if (turns() !== since || known.size >= most) known = new Map<string, ReturnType<Ask>>();
    since = turns();
    const answers = known;
    const answer = answers.get(question) ?? ask(...statements);
    answers.set(question, answer);
    answer.catch(() => answers.delete(question));
    return answer;
  };
}

/** Whether DuckDB has given the whole database up: it answers nothing more in this process. */
export function isFatal(error: unknown): boolean {
  return /has been invalidated/i.test(String(error));
}

/** A text as a value in SQL. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
