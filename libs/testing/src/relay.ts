import { createServer, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A request that has arrived whole. */
export interface Passing {
  /** Counted from 1 among those that are carried. */
  readonly number: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What goes back to the client. */
export interface Passed {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer | string;
}

/** Carries a POST: passes it on when it likes, sees the answer, or gives one of its own; null breaks the connection. */
export type Carrier = (passing: Passing, pass: () => Promise<Passed>) => Promise<Passed | null>;

/** Stands between a client and a server. */
export interface Relay {
  readonly url: string;
  /** Requests carried so far. */
  readonly count: () => number;
  readonly stop: () => void;
}

/** Starts a relay to a server; everything is passed on as it is unless a carrier does otherwise. A client that goes away does not take back what was passed on. */
export async function startRelay(target: string, carry: Carrier = (_, pass) => pass()): Promise<Relay> {
  let requests = 0;
  const answerTo = async (incoming: IncomingMessage): Promise<Passed | null> => {
    const body = await buffer(incoming);
    const pass = () => passOn(target, incoming, body);
    return incoming.method === 'POST' ? carry({ number: ++requests, headers: incoming.headers, body }, pass) : pass();
  };
  const server = createServer((incoming, outgoing) => {
    answerTo(incoming).then((answer) => {
      if (answer === null) return void outgoing.destroy();
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    }).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A relay listens at a port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    count: () => requests,
    stop: () => { server.close(); server.closeAllConnections(); },
  };
}

function passOn(target: string, { url = '/', method, headers }: IncomingMessage, body: Buffer): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const passed = request(`${target}${url}`, { method, headers, agent: false }, (answer) => {
      buffer(answer).then((told) => { resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: told }); }, reject);
    });
    passed.on('error', reject).end(body);
  });
}
