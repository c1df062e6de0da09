import { format, type RowInput } from '@xunlian/interchange';
import { startRelay, type Passed, type Passing } from '@xunlian/testing/relay';

/** A request that came by. */
export interface Passage {
  /** That the rows belong to; the empty text where nothing is recorded. */
  readonly file: string;
  readonly rows: readonly RowInput[];
  /** File of which a page behind the first one is asked for; the empty text where none is. */
  readonly further: string;
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
  readonly stop: () => void;
}

/** Lays a line to the gateway at an address. */
export async function startLine(target: string): Promise<Line> {
  const recordings: Passage[] = [];
  let [busy, busiest] = [0, 0];
  const relay = await startRelay(target, async ({ headers, body }, passOn) => {
    const { passage, isGreeting } = read(headers, body.toString());
    const isRecording = passage.file !== '';
    if (isRecording) busiest = Math.max(busiest, ++busy);
    const pass = async () => {
      const answer = await passOn();
      if (isRecording && isDone(answer)) recordings.push(passage);
      return answer;
    };
    try {
      return await answerTo(isGreeting ? null : await line.fate(passage), pass);
    } finally {
      if (isRecording) busy -= 1;
    }
  });
  const line: Line = { url: relay.url, recordings, busiest: () => busiest, fate: () => null, stop: relay.stop };
  return line;
}

interface Body { readonly query: string; readonly variables: { readonly rows?: readonly RowInput[]; readonly after?: string | null } }

function read(headers: Passing['headers'], body: string): { passage: Passage; isGreeting: boolean } {
  const { query, variables } = JSON.parse(body) as Body;
  const file = format.find(({ record }) => query.includes(` ${record}(`))?.file ?? '';
  const further = variables.after ? format.find(({ list }) => query.includes(` ${list}(`))?.file ?? '' : '';
  const passage = { file, further, rows: variables.rows ?? [], after: String(headers['x-xunlian-after'] ?? ''), bytes: Buffer.byteLength(body) };
  return { passage, isGreeting: query === '{ __typename }' };
}

function isDone({ body }: Passed): boolean {
  const { data } = JSON.parse(body.toString()) as { readonly data?: object | null };
  return data !== null && data !== undefined;
}

/** What goes back; null where the line is cut. */
async function answerTo(fate: Fate, pass: () => Promise<Passed>): Promise<Passed | null> {
  if (fate === null) return pass();
  if (fate === 'cut') return null;
  if (fate === 'cut the answer') return pass().then(() => null);
  const { status = 200, code, message, at } = fate;
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ data: null, errors: [{ message, extensions: { code, at } }] }) };
}
