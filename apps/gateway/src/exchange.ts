import type { Dispatcher, Pool } from 'undici';

/** One POST of JSON to a service. */
export interface Posting {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How long the service may take to begin its answer, and to go on with it, in milliseconds. */
  readonly timeoutMs: number;
}

/** What came back. */
export interface Posted {
  readonly status: number;
  readonly text: string;
  /** Whether the service ends the connection with this answer, as it does when it stops. */
  readonly isLast: boolean;
}

/** Posts once. Rejects with undici's error when the service is not there, breaks off or takes too long. */
export function post(pool: Pool, { body, headers, timeoutMs }: Posting): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const request: Dispatcher.DispatchOptions = { path: '/graphql', method: 'POST', body, headers, headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
    const chunks: Buffer[] = [];
    let [status, isLast] = [0, false];
    pool.dispatch(request, {
      onRequestStart: () => {},
      onResponseStart: (_, code, { connection }) => {
        [status, isLast] = [code, connection === 'close'];
      },
      onResponseData: (_, chunk) => void chunks.push(chunk),
      onResponseEnd: () => resolve({ status, text: chunks.length === 1 && chunks[0] ? chunks[0].toString() : Buffer.concat(chunks).toString(), isLast }),
      onResponseError: (_, failure) => reject(failure),
    });
  });
}
