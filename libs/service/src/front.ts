import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { longestBody, readBody } from './body.ts';
import { errorBody, internalMessage } from './errors.ts';
import { causeOf, log } from './log.ts';
import { isMachineItself, meansMachineItself } from './machineItself.ts';
import { stopTaking } from './stopTaking.ts';
import { within } from './within.ts';

/** What goes back over HTTP: JSON unless the headers say otherwise. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: OutgoingHttpHeaders;
  /** What was carried out; absent when the body never came that far. */
  readonly kind?: OperationKind;
}

/** `other` is what turned out to be neither. */
export type OperationKind = 'question' | 'command' | 'other';

/** What a process shows over HTTP: POST /graphql, GET /livez and GET /readyz, and GET /metrics to who may see it. */
export interface FrontOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Address to listen at. */
  readonly host: string;
  /** Name of a part that is missing, or null when everything is there. */
  readonly ready: () => Promise<string | null>;
  /** Names of what is late while everything is there; absent where nothing can be. */
  readonly late?: (() => Promise<readonly string[]>) | undefined;
  /** Answers one POST /graphql whose body is at most 4 MB and says that it is JSON. */
  readonly answer: (headers: IncomingHttpHeaders, body: Buffer) => Promise<Answer>;
  /** Text for Prometheus. */
  readonly metrics: () => Promise<string>;
  /** Port for /metrics alone; without it, /metrics is shown beside the rest if the host is the machine itself, else nowhere. */
  readonly metricsPort?: number | undefined;
}

/** A front that listens. */
export interface Front {
  /** `http://host:port` */
  readonly url: string;
  /** Where the figures are shown; null when nowhere. */
  readonly metricsUrl: string | null;
  /** Takes no new connection, waits up to 1.5 seconds until clients have left, and closes; requests still under way are cut 6 seconds later. */
  readonly stop: () => Promise<void>;
}

// Longer than the gateway keeps idle connections: otherwise a request meets a closing one now and then.
const keepAlive = 75_000;
// A client that is told closes its connections itself; an idle one that is closed from here might meet a request on its way.
// Together shorter than the supervisor's patience with a gateway: a client that stays must not get it killed.
const farewell = { hearing: 300, longest: 1_200 } as const;
const longestDrain = 6_000;
const longestCheck = 1_900;

/** Starts to listen. Throws when the port is taken. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const { host, port, metricsPort, metrics } = options;
  let draining = false;
  const figures: [string, Route] = ['GET /metrics', () => shown(metrics)];
  const isBeside = metricsPort === undefined && isMachineItself(host);
  const routes = routesOf({ ...options, ready: () => (draining ? Promise.resolve('stopping') : options.ready()) });
  const main = await startServer(isBeside ? new Map([...routes, figures]) : routes, { host, port, isLast: () => draining });
  const own = metricsPort === undefined ? null : await startServer(new Map([figures]), { host, port: metricsPort, isLast: () => true });
  const stop = async () => {
    // Every answer now tells its client that the connection ends; who is on the way with a request is still heard.
    draining = true;
    await pause(farewell.hearing);
    await Promise.all([close(main), own && close(own)]);
  };
  const metricsAt = isBeside ? main.url : (own?.url ?? null);
  return { url: main.url, metricsUrl: metricsAt && `${metricsAt}/metrics`, stop };
}

type Route = (request: IncomingMessage) => Promise<Answer>;

const misdirected: Answer = { status: 421, body: errorBody('FORBIDDEN', 'This system answers its own machine alone, as localhost.'), headers: { connection: 'close' } };

async function startServer(routes: ReadonlyMap<string, Route>, { host, port, isLast }: { host: string; port: number; isLast: () => boolean }) {
  const silent = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: keepAlive }, (request, response) => {
    silent.delete(request.socket);
    const isForeign = isMachineItself(host) && !meansMachineItself(request.headers.host);
    void (isForeign ? Promise.resolve(misdirected) : respond(request, routes)).then((answer) => send(response, answer, isLast()));
  });
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  await listen(server, port, host);
  const address = server.address();
  return { server, silent, url: `http://${host}:${typeof address === 'object' && address ? address.port : port}` };
}

function routesOf({ ready, late, answer }: Pick<FrontOptions, 'ready' | 'late' | 'answer'>): ReadonlyMap<string, Route> {
  const health = async () => {
    const [missing, named = []] = await Promise.all([
      within(longestCheck, ready()).catch(() => 'an answer within 2 seconds'),
      within(longestCheck, late?.()).catch(() => []),
    ]);
    if (missing !== null) return { status: 503, body: JSON.stringify({ ready: false, missing }) };
    return { status: 200, body: JSON.stringify({ ready: true, ...(named.length > 0 ? { late: named } : {}) }) };
  };
  return new Map<string, Route>([
    ['POST /graphql', (request) => graphql(request, answer)],
    ['GET /livez', () => Promise.resolve({ status: 200, body: JSON.stringify({ alive: true }) })],
    ['GET /readyz', health],
  ]);
}

async function shown(metrics: () => Promise<string>): Promise<Answer> {
  return { status: 200, body: await metrics(), headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } };
}

async function graphql(request: IncomingMessage, answer: FrontOptions['answer']): Promise<Answer> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return { status: 415, body: errorBody('INVALID', 'The content-type is application/json.') };
  const body = await readBody(request);
  if (body) return answer(request.headers, body);
  const message = `The body is longer than ${longestBody / 1024 / 1024} MB. Send fewer rows at a time.`;
  return { status: 413, body: errorBody('INVALID', message), headers: { connection: 'close' } };
}

async function respond(request: IncomingMessage, routes: ReadonlyMap<string, Route>): Promise<Answer> {
  const path = (request.url ?? '/').split('?', 1)[0];
  const route = routes.get(`${request.method} ${path}`);
  try {
    if (route) return await route(request);
    if (path === '/graphql') return { status: 405, body: errorBody('INVALID', 'Questions and commands come as POST.'), headers: { allow: 'POST' } };
    return { status: 404, body: errorBody('NOT_FOUND', 'There is only /graphql here, /livez and /readyz.') };
  } catch (failure) {
    if (request.destroyed && !request.complete) return { status: 400, body: errorBody('INVALID', 'The request ended halfway.') };
    log('error', 'A request failed.', { cause: causeOf(failure) });
    return { status: 500, body: errorBody('INTERNAL', internalMessage) };
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer, last: boolean): void {
  if (last) response.setHeader('connection', 'close');
  // A client that takes nothing of its answer would have it kept here for ever. Until there is one, it may take as long as it must.
  response.setTimeout(keepAlive);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (failure: NodeJS.ErrnoException) => {
      reject(failure.code === 'EADDRINUSE' ? new Error(`Port ${port} is in use.`, { cause: failure }) : failure);
    });
    server.listen(port, host, resolve);
  });
}

async function close({ server, silent }: { readonly server: Server; readonly silent: ReadonlySet<Socket> }): Promise<void> {
  const closed = once(server, 'close');
  await stopTaking(server);
  await Promise.race([closed, pause(farewell.longest, null, { ref: false })]);
  server.close();
  // Node takes a connection that has sent nothing yet for a busy one: a browser opens such ones in advance.
  for (const socket of silent) socket.destroy();
  const cut = setTimeout(() => server.closeAllConnections(), longestDrain);
  await closed;
  clearTimeout(cut);
}
