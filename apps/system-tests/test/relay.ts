import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Stands between a client and a server and passes everything on. */
export interface Relay {
  readonly url: string;
  /** Requests passed on so far. */
  readonly count: () => number;
  readonly stop: () => void;
}

/** Hears of each request, counted from 1, when it has arrived whole; it is passed on when whoever hears of it is done. */
export type Hearer = (number: number, body: string) => void | Promise<void>;

/** Starts a relay to a server. A client that goes away does not take back what was passed on. */
export async function startRelay(target: string, hear: Hearer = () => undefined): Promise<Relay> {
  let requests = 0;
  const server = createServer((incoming, outgoing) => {
    void buffer(incoming).then(async (body) => {
      if (incoming.method === 'POST') await hear(++requests, body.toString());
      return passOn(target, incoming, { body, outgoing });
    }, () => outgoing.destroy());
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

function passOn(target: string, { url = '/', method, headers }: IncomingMessage, { body, outgoing }: { body: Buffer; outgoing: ServerResponse }): void {
  const passed = request(`${target}${url}`, { method, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  passed.on('error', () => outgoing.destroy());
  passed.end(body);
}
