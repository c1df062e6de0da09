import { Pool } from 'undici';
import { NotSent, post, type Posted, type Posting } from './exchange.ts';
import { startLine, type Line } from './line.ts';

/** One process of a service. */
interface Instance {
  readonly url: string;
  pool: Pool;
  readonly lines: Readonly<Record<keyof typeof rooms, Line>>;
  /** It was away or on its way out when last heard of, and is asked only if nobody else is there: ms, by the clock that only goes forward. */
  awayUntil: number;
}

/** The processes of one service, which are asked in turn. */
export interface Instances {
  /**
   * Lets one of them answer, and one more if the connection to it breaks and the request is repeatable. Rejects with
   * undici's error, with Late, or with NotSent when no process took the request.
   */
  readonly post: (request: Request) => Promise<string>;
  /** Whether one of them says that it is ready; false when none does within 2 seconds. */
  readonly isReady: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** What one of the processes is to answer. */
export interface Request {
  /** Called for every try, because no two requests are signed alike, and a signature does not last. */
  readonly posting: () => Posting;
  /** Whether it changes nothing. */
  readonly repeatable: boolean;
  /** Whether the process is to answer only when it has got as far as a position, which may be seconds away. */
  readonly awaits: boolean;
  /** When the answer is of no use any more: ms, by the clock that only goes forward. */
  readonly until: number;
}

/**
 * Requests to one process: as many as it has connections, and as many as would keep it busy for some seconds. Those that wait for
 * a position do nothing meanwhile, so they have a line of their own, and keep nobody else waiting.
 */
const rooms = { prompt: { atOnce: 64, waiting: 512 }, awaiting: { atOnce: 32, waiting: 512 } } as const;

const connections = {
  // Two more, so that a process can say that it is ready whatever it is busy with.
  connections: rooms.prompt.atOnce + rooms.awaiting.atOnce + 2,
  // Shorter than the service keeps them: a request must not meet a closing connection.
  keepAliveTimeout: 30_000,
  keepAliveMaxTimeout: 60_000,
  connectTimeout: 2_000,
  maxResponseSize: 256 * 1024 * 1024,
  allowH2: false,
};

const awayFor = 1_000;
/** A process answers so when it takes a request for a stranger's: its key, or its clock, is not ours. */
const unsigned = 401;
const unsent: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const broken: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** Asks the processes of a service, over connections of its own to each of these addresses. */
export function instancesAt(urls: readonly string[]): Instances {
  const instances = urls.map((url): Instance => ({ url, pool: new Pool(url, connections), lines: { prompt: startLine(rooms.prompt), awaiting: startLine(rooms.awaiting) }, awayUntil: 0 }));
  let turn = 0;
  const inTurn = (request: Request) => {
    turn = (turn + 1) % instances.length;
    const order = [...instances.slice(turn), ...instances.slice(0, turn)];
    const now = performance.now();
    const reluctance = (instance: Instance) => (instance.awayUntil > now ? 2 : Number(lineOf(instance, request).isBusy()));
    return order.sort((one, other) => reluctance(one) - reluctance(other));
  };
  return {
    post: (request) => postToOne(inTurn(request), request),
    isReady: async () => (await Promise.all(instances.map(isReady))).includes(true),
    close: async () => void (await Promise.all(instances.map(({ pool }) => pool.close()))),
  };
}

function lineOf({ lines }: Instance, { awaits }: Request): Line {
  return awaits ? lines.awaiting : lines.prompt;
}

async function postToOne(instances: readonly Instance[], request: Request): Promise<string> {
  let cause: unknown;
  // A question that breaks whoever takes it must not be handed through all of them.
  let repetitions = request.repeatable ? 1 : 0;
  for (const instance of instances) {
    try {
      const { status, text } = await lineOf(instance, request).pass(() => postTo(instance, request), request.until);
      if (status !== unsigned) return text;
      cause = leaveOut(instance, new Error('The signature was refused.'));
    } catch (failure) {
      cause = failure instanceof NotSent ? failure : leaveOut(instance, failure);
      if (performance.now() >= request.until) throw failure;
      // What was not sent, or only asks, may go to another process; a command may have been carried out by this one.
      if (failure instanceof NotSent || unsent.has(codeOf(failure))) continue;
      if (repetitions === 0 || !broken.has(codeOf(failure))) throw failure;
      repetitions -= 1;
    }
  }
  throw new NotSent('No process of the service takes requests.', { cause });
}

async function postTo(instance: Instance, { posting, until }: Request): Promise<Posted> {
  const { pool } = instance;
  const posted = await post(pool, posting(), until);
  if (posted.isLast) takeLeave(instance, pool);
  return posted;
}

function leaveOut(instance: Instance, failure: unknown): unknown {
  instance.awayUntil = performance.now() + awayFor;
  return failure;
}

/**
 * A process that stops says with every answer that it wants no more requests, and waits until its connections are closed
 * from here: closed from there, an idle one might meet a command on its way.
 */
function takeLeave(instance: Instance, pool: Pool): void {
  instance.awayUntil = performance.now() + awayFor;
  if (instance.pool !== pool) return;
  instance.pool = new Pool(instance.url, connections);
  void pool.close();
}

function codeOf(failure: unknown): unknown {
  return typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
}

async function isReady(instance: Instance): Promise<boolean> {
  const { pool } = instance;
  try {
    const { statusCode, headers, body } = await pool.request({ path: '/readyz', method: 'GET', headersTimeout: 2_000, bodyTimeout: 2_000 });
    await body.dump();
    if (headers['connection'] === 'close') takeLeave(instance, pool);
    return statusCode === 200;
  } catch {
    return false;
  }
}
