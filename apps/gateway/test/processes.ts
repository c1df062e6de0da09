import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Front } from '@xunlian/service';
import { request } from 'undici';
import { startGateway } from '../src/start.ts';
import { composedSupergraph, keyOf } from './services.ts';

/** A process of a service as the gateway meets it over HTTP. */
export interface Process {
  readonly url: string;
  /** How many requests have reached it whole. */
  readonly asked: () => number;
  readonly stop: () => void;
}

/** Starts a process that does as it is told with every request, whose text it is given. */
export async function startProcess(answer: (text: string, response: ServerResponse) => void): Promise<Process> {
  let asked = 0;
  const server = createServer((incoming, response) => {
    void textOf(incoming).then((text) => {
      asked += 1;
      answer(text, response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, asked: () => asked, stop };
}

/** A gateway whose services have these processes. */
export function startGatewayOver(urls: Readonly<Record<'letters' | 'readers', readonly string[]>>): Promise<Front> {
  const services = new Map(Object.entries(urls).map(([name, at]) => [name, { urls: at, key: keyOf(name) }]));
  return startGateway({ port: 0, host: '127.0.0.1', supergraph: composedSupergraph(), services });
}

/** What a client reads. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: unknown }[];
}

/** Asks a gateway as a client does. */
export async function ask(gateway: Front, query: string, variables: object = {}): Promise<Answer> {
  const answer = await request(`${gateway.url}/graphql`, { method: 'POST', body: JSON.stringify({ query, variables }), headers: { 'content-type': 'application/json' } });
  return (await answer.body.json()) as Answer;
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
