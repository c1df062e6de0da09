import type { Dispatcher, Pool } from 'undici';

/** One POST of JSON to a service. */
export interface Posting {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Posted {
  readonly status: number;
  readonly text: string;
  /** Whether the service ends the connection with this answer, as it does when it stops. */
  readonly isLast: boolean;
}

/** No process of the service took the request, so nothing was carried out. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

/** The request was sent, but not answered in time. */
export class Late extends Error {
  override readonly name = 'Late';
}

/**
 * Posts once, and waits for the whole answer until the moment `until`, in ms by the clock that only goes forward. Rejects
 * with Late, with NotSent when even the connection was late, or with undici's error when the service is not there or
 * breaks off.
 */
export function post(pool: Pool, { body, headers }: Posting, until: number): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let [status, isLast] = [0, false];
    let isLate = false;
    let sending: Dispatcher.DispatchController | undefined;
    const timer = setTimeout(() => {
      isLate = true;
      if (sending) sending.abort(new Late('The process did not answer in time.'));
      else reject(new NotSent('There was no connection in time.'));
    }, timeTo(until));
    // Undici's own patience begins only with the connection, and anew with every part of the answer.
    pool.dispatch({ path: '/graphql', method: 'POST', body, headers, headersTimeout: 0, bodyTimeout: 0 }, {
      onRequestStart: (controller) => {
        if (isLate) controller.abort(new Late('Nobody waits for the answer any more.'));
        sending = controller;
      },
      onResponseStart: (_, code, { connection }) => {
        [status, isLast] = [code, connection === 'close'];
      },
      onResponseData: (_, chunk) => void chunks.push(chunk),
      onResponseEnd: () => {
        clearTimeout(timer);
        resolve({ status, text: chunks.length === 1 && chunks[0] ? chunks[0].toString() : Buffer.concat(chunks).toString(), isLast });
      },
      onResponseError: (_, failure) => {
        clearTimeout(timer);
        reject(failure);
      },
    });
  });
}

/** Milliseconds of a timer that does not end before the moment `until`. */
export function timeTo(until: number): number {
  return Math.max(0, Math.ceil(until - performance.now()));
}
