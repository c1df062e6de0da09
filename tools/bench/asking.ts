import { randomUUID } from 'node:crypto';
import { encodeViewer, headerNames, signerFor } from '@xunlian/service';
import type { ServiceName, System } from '@xunlian/supervisor';
import { Pool } from 'undici';

/** Asks one gateway or service over connections that are kept. */
export interface Asking {
  /**
   * The data of the answer, of the shape that the question has, given behind the positions in `after`. Throws when the answer
   * has an error.
   */
  readonly ask: <Data>(query: string, variables?: object, after?: string) => Promise<Data>;
  readonly close: () => Promise<void>;
}

/** Headers of a request beside its content type. */
type HeadersOf = (body: string, after: string) => Record<string, string>;

/** Opens a pool of so many connections to the gateway. */
export function asking(url: string, callers: number): Asking {
  return askingWith(url, callers, (_, after) => (after === '' ? {} : { [headerNames.after]: after }));
}

/** Opens a pool of so many connections to a service itself, which it asks as the gateway would. */
export function askingService({ urls, serviceKeys }: Pick<System, 'urls' | 'serviceKeys'>, name: ServiceName, callers: number): Asking {
  const sign = signerFor(name, serviceKeys[name]);
  const viewer = encodeViewer({ name: 'registrar', role: 'REGISTRAR', lineage: [] });
  return askingWith(urls[name], callers, (body, after) => {
    const request = randomUUID();
    return {
      [headerNames.viewer]: viewer, [headerNames.request]: request, [headerNames.after]: after,
      [headerNames.signed]: sign({ viewer, request, after, body }),
    };
  });
}

function askingWith(url: string, callers: number, headersOf: HeadersOf): Asking {
  const pool = new Pool(url, { connections: callers });
  return {
    async ask<Data>(query: string, variables: object = {}, after = '') {
      const text = JSON.stringify({ query, variables });
      const { body } = await pool.request({ path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json', ...headersOf(text, after) }, body: text });
      // What a benchmark asks is known to the file that wrote the question.
      const { data, errors } = (await body.json()) as { data?: Data; errors?: readonly { message: string }[] };
      if (!data || errors) throw new Error(errors?.[0]?.message ?? 'The answer holds no data.');
      return data;
    },
    close: () => pool.close(),
  };
}
