import { setTimeout as pause } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { CommandFailure, GraphError, isPassing } from './failure.ts';

/** One request to the graph. */
export interface Request {
  readonly query: string;
  /** JSON text, so that a large one is written only once; `{}` when absent. */
  readonly variables?: string;
  /** Positions of other services that must have been taken before the answer; none when absent. */
  readonly after?: string;
}

/** What the graph answered: `data` may be partial where there are errors. */
export interface Answer<Data> {
  readonly data: Data | null;
  readonly errors: readonly GraphError[];
}

/** The system's graph over HTTP. */
export interface Graph {
  readonly endpoint: URL;
  /** Asks once. Throws a GraphError with UNAVAILABLE when nothing answers. */
  readonly answer: <Data>(request: Request) => Promise<Answer<Data>>;
  /** Asks, again while the error is a passing one and the patience lasts. Throws the GraphError otherwise. */
  readonly ask: <Data>(request: Request, patienceMs?: number) => Promise<Data>;
}

/** How long a request is repeated while a service restarts or catches up. */
export const patience = 60_000;

const answerTimeout = 120_000;
const firstPause = 100;
const longestPause = 5_000;

/** Connects to a graph; nothing is sent yet. */
export function graphAt(endpoint: URL): Graph {
  const answer = async <Data>(request: Request): Promise<Answer<Data>> => readAnswer<Data>(await post(endpoint, request));
  return { endpoint, answer, ask: (request, patienceMs = patience) => persist(async () => whole(await answer(request)), patienceMs) };
}

/** Throws a CommandFailure in one line when no graph answers at its address. */
export async function checkReachable(graph: Graph): Promise<void> {
  try {
    await graph.answer({ query: '{ __typename }' });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    throw new CommandFailure(`The system does not answer at ${graph.endpoint.origin}: ${error.message} (npm start starts it; XUNLIAN_URL says where it is.)`);
  }
}

async function persist<Data>(attempt: () => Promise<Data>, patienceMs: number): Promise<Data> {
  const until = performance.now() + patienceMs;
  for (let wait = firstPause; ; wait = Math.min(2 * wait, longestPause)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || performance.now() + wait > until) throw error;
      await pause(wait);
    }
  }
}

function whole<Data>({ data, errors }: Answer<Data>): Data {
  const [first] = errors;
  if (first) throw first;
  if (data === null) throw new GraphError('The answer holds no data.', 'INTERNAL');
  return data;
}

async function post(endpoint: URL, { query, variables = '{}', after = '' }: Request): Promise<string> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(after ? { 'x-xunlian-after': after } : {}) },
      body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
      signal: AbortSignal.timeout(answerTimeout),
    });
    return await response.text();
  } catch (error) {
    throw new GraphError(reasonOf(error), 'UNAVAILABLE');
  }
}

interface Wire<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string; readonly at?: string; readonly request?: string } }[];
}

function readAnswer<Data>(body: string): Answer<Data> {
  const wire = parse<Data>(body);
  const errors = (wire.errors ?? []).map(({ message, extensions = {} }) => {
    const { code = 'INTERNAL', at = null, request } = extensions;
    return new GraphError(request === undefined ? message : `${message} (request ${request})`, code, at);
  });
  return { data: wire.data ?? null, errors };
}

function parse<Data>(body: string): Wire<Data> {
  try {
    // The question was checked against the schema when its type was made, so its answer is taken at its word.
    const wire = JSON.parse(body) as Wire<Data> | null;
    if (typeof wire === 'object' && wire !== null && ('data' in wire || 'errors' in wire)) return wire;
  } catch {
    // Not JSON: a proxy's or another program's page, as is JSON of another shape.
  }
  throw new GraphError('What answers there is not a graph.', 'UNAVAILABLE');
}

function reasonOf(error: unknown): string {
  const cause = isNativeError(error) && isNativeError(error.cause) ? error.cause : error;
  const code = isNativeError(cause) && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return 'the connection was refused.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'there is no host of that name.';
  if (isNativeError(cause) && cause.name === 'TimeoutError') return `no answer within ${answerTimeout / 1000} s.`;
  return `the connection failed${code ? ` (${code})` : ''}.`;
}
