import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { format, type RowInput } from '@xunlian/interchange';

/** A request that came by. */
export interface Passage {
  /** That the rows belong to; the empty text where nothing is recorded. */
  readonly file: string;
  readonly rows: readonly RowInput[];
  /** Positions that it is to wait for. */
  readonly after: string;
  readonly bytes: number;
}

/** An answer in the gateway's stead. */
export interface Refusal { readonly code: string; readonly message: string; readonly at?: string; readonly status?: number }

/** What becomes of a request: refused, cut before the gateway has it, cut before its answer is back, or passed on (null). */
export type Fate = Refusal | 'cut' | 'cut the answer' | null;

/** A line to a gateway that notes what passes and can be cut. It passes on what is not made to fare otherwise. */
export interface Line {
  readonly url: string;
  /** Bulk mutations that the gateway has carried out so far; one that it could not yet be given came again, and is here once. */
  readonly recordings: readonly Passage[];
  /** Most bulk mutations that were under way at the same time. */
  readonly busiest: () => number;
  /** Decides on every request but the one that asks whether anybody is there. */
  fate: (passage: Passage) => Fate | Promise<Fate>;
  readonly stop: () => Promise<void>;
}

/** Lays a line to the gateway at an address. */
export async function startLine(target: string): Promise<Line> {
  const recordings: Passage[] = [];
  let [busy, busiest] = [0, 0];
  const carry = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await text(incoming);
    const { passage, isGreeting } = read(incoming, body);
    const isRecording = passage.file !== '';
    if (isRecording) busiest = Math.max(busiest, ++busy);
    const pass = async () => {
      const answer = await passOn(target, incoming, body);
      if (isRecording && isDone(answer)) recordings.push(passage);
      return answer;
    };
    const answer = await answerTo(isGreeting ? null : await line.fate(passage), pass);
    if (isRecording) busy -= 1;
    if (answer === null) return void outgoing.destroy();
    outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  };
  const server = createServer((incoming, outgoing) => { carry(incoming, outgoing).catch(() => outgoing.destroy()); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A line begins at a port.');
  const line: Line = {
    url: `http://127.0.0.1:${address.port}`, recordings, busiest: () => busiest, fate: () => null,
    stop: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
  return line;
}

interface Body { readonly query: string; readonly variables: { readonly rows?: readonly RowInput[] } }

function read({ headers }: IncomingMessage, body: string): { passage: Passage; isGreeting: boolean } {
  const { query, variables } = JSON.parse(body) as Body;
  const file = format.find(({ record }) => query.includes(` ${record}(`))?.file ?? '';
  const passage = { file, rows: variables.rows ?? [], after: String(headers['x-xunlian-after'] ?? ''), bytes: Buffer.byteLength(body) };
  return { passage, isGreeting: query === '{ __typename }' };
}

interface Answer { readonly status: number; readonly body: string }

function isDone({ body }: Answer): boolean {
  const { data } = JSON.parse(body) as { readonly data?: object | null };
  return data !== null && data !== undefined;
}

/** What goes back; null where the line is cut. */
async function answerTo(fate: Fate, pass: () => Promise<Answer>): Promise<Answer | null> {
  if (fate === null) return pass();
  if (fate === 'cut') return null;
  if (fate === 'cut the answer') return pass().then(() => null);
  const { status = 200, code, message, at } = fate;
  return { status, body: JSON.stringify({ data: null, errors: [{ message, extensions: { code, at } }] }) };
}

async function passOn(target: string, { url = '/', method = 'POST', headers }: IncomingMessage, body: string): Promise<Answer> {
  const positions = headers['x-xunlian-after'];
  const response = await fetch(`${target}${url}`, {
    method, body, headers: { 'content-type': headers['content-type'] ?? '', ...(positions === undefined ? {} : { 'x-xunlian-after': String(positions) }) },
  });
  return { status: response.status, body: await response.text() };
}
