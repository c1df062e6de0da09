import { Agent, request } from 'node:http';

/** What one command came to. */
export interface Told {
  readonly outcome: 'done' | 'refused' | 'unknown';
  readonly why: string;
  /** `CREATED`, `UPDATED`, `UNCHANGED`; null of a command that is none about rows. */
  readonly row: string | null;
  /** Empty unless it was done. */
  readonly position: string;
}

interface Wire {
  readonly data?: Readonly<Record<string, { readonly position: string; readonly rows?: readonly { readonly outcome: string; readonly refusal: string | null }[] } | null>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Nobody was there to take the request. */
const unsent = new Set(['ECONNREFUSED']);
/** What the gateway answers when nothing was carried out; a rule that declines is one of the domain. */
const declined = new Set(['INVALID', 'CONFLICT', 'NOT_FOUND', 'FORBIDDEN', 'BEHIND']);
// A connection for each command: one that waits for the next is closed by a gateway that stops, maybe just when that comes.
const agent = new Agent({ maxSockets: 128 });
const patience = 90_000;
/** Characters of an answer that is shown. */
const longestAnswer = 400;

/** Sends a command to a gateway and says what is known of it. Never throws. */
export async function command(url: string, { id, query, variables, after }: { id: string; query: string; variables: object; after: string }): Promise<Told> {
  const headers = { 'content-type': 'application/json', 'x-xunlian-request': id, ...(after === '' ? {} : { 'x-xunlian-after': after }) };
  try {
    return toldBy(JSON.parse(await post(`${url}/graphql`, headers, JSON.stringify({ query, variables }))) as Wire);
  } catch (failure) {
    const code = codeOf(failure);
    return { outcome: unsent.has(code) ? 'refused' : 'unknown', why: code, row: null, position: '' };
  }
}

/** Whether nobody was there to take a command: it may be sent to somebody else. */
export const isUnsent = ({ why }: Told): boolean => unsent.has(why);

/** Asks one of the gateways, in their order, that is there to take the question. Throws what is wrong with the answer, or with the connection. */
export async function question([url = '', ...others]: readonly string[], asked: { query: string; variables: object }): Promise<void> {
  const text = await post(`${url}/graphql`, { 'content-type': 'application/json' }, JSON.stringify(asked)).catch((failure: unknown) => {
    if (unsent.has(codeOf(failure)) && others.length > 0) return null;
    throw failure;
  });
  if (text === null) return question(others, asked);
  const { data, errors } = JSON.parse(text) as Wire;
  if (errors || !data || Object.values(data).includes(null)) throw new Error(text.slice(0, longestAnswer));
}

/** How a connection failed. The errors of sockets come from outside of a spec's own world: they are no instances of its Error. */
function codeOf(failure: unknown): string {
  return typeof failure === 'object' && failure !== null && 'code' in failure ? String(failure.code) : String(failure);
}

function toldBy({ data, errors }: Wire): Told {
  const [error] = errors ?? [];
  if (error) {
    const code = error.extensions?.code ?? 'INTERNAL';
    const isKnown = declined.has(code) || (code === 'UNAVAILABLE' && error.message.includes('was not carried out'));
    return { outcome: isKnown ? 'refused' : 'unknown', why: code, row: null, position: '' };
  }
  const answer = Object.values(data ?? {})[0];
  if (!answer) return { outcome: 'unknown', why: 'no answer', row: null, position: '' };
  const row = answer.rows?.[0];
  if (row?.outcome === 'REJECTED') return { outcome: 'refused', why: row.refusal ?? '', row: row.outcome, position: '' };
  return { outcome: 'done', why: '', row: row?.outcome ?? null, position: answer.position };
}

/** One POST over a connection of its own; rejects with what went wrong with it. */
export function post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) }, timeout: patience }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('error', reject);
      answer.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    asked.on('timeout', () => asked.destroy(Object.assign(new Error('No answer.'), { code: 'ETIMEDOUT' })));
    asked.on('error', reject);
    asked.end(body);
  });
}
