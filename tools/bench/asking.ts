import { Pool } from 'undici';

/** Asks one gateway over connections that are kept. */
export interface Asking {
  /** The data of the answer, of the shape that the question has. Throws when the answer has an error. */
  readonly ask: <Data>(query: string, variables?: object) => Promise<Data>;
  readonly close: () => Promise<void>;
}

/** Opens a pool of so many connections to the gateway. */
export function asking(url: string, callers: number): Asking {
  const pool = new Pool(url, { connections: callers });
  return {
    async ask<Data>(query: string, variables: object = {}) {
      const { body } = await pool.request({
        path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }),
      });
      // What a benchmark asks is known to the file that wrote the question.
      const { data, errors } = (await body.json()) as { data?: Data; errors?: readonly { message: string }[] };
      if (!data || errors) throw new Error(errors?.[0]?.message ?? 'The answer holds no data.');
      return data;
    },
    close: () => pool.close(),
  };
}
