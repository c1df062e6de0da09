import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@xunlian/machine';
import { projectRoot, serviceNames } from '@xunlian/supervisor';

/** One process of the system, started by itself. */
export interface Program {
  readonly port: number;
  readonly url: string;
  /** Ends it by SIGTERM: its exit code, and after how many milliseconds. */
  readonly stop: () => Promise<{ code: number | null; ms: number }>;
  /** Lets it do nothing for so many milliseconds. */
  readonly standStill: (ms: number) => Promise<void>;
}

/** What every process of one spec is told. */
export interface Around {
  readonly mongoUri: string;
  readonly dbPrefix: string;
  readonly settings?: Readonly<Record<string, string>>;
}

const keyOf = (name: string) => createHash('sha256').update(name).digest('hex');
/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:9';

/** Starts one service, at a free port unless one is given, and waits until it answers. */
export async function startService(name: string, around: Around, port?: number): Promise<Program> {
  return start(name, port ?? (await freePort()), {
    SERVICE_KEY: keyOf(name), SEAL_KEY: keyOf('seal'), MONGODB_URI: around.mongoUri, DB_PREFIX: around.dbPrefix, DUCKDB_FILE: ':memory:', ...around.settings,
  });
}

/** Starts a gateway that knows these processes of these services; of the others none is there. */
export async function startGateway(programs: Readonly<Record<string, readonly Program[]>>, around: Around, port?: number): Promise<Program> {
  const urlsOf = (name: string) => programs[name]?.map(({ url }) => url).join('|') ?? nowhere;
  return start('gateway', port ?? (await freePort()), {
    SERVICE_URLS: serviceNames.map((name) => `${name}=${urlsOf(name)}`).join(','),
    SERVICE_KEYS: serviceNames.map((name) => `${name}=${keyOf(name)}`).join(','),
    ...around.settings,
  });
}

async function start(name: string, port: number, settings: Record<string, string>): Promise<Program> {
  const main = join(projectRoot, 'apps', name, 'src', 'main.ts');
  const child = spawn(process.execPath, [main], { cwd: projectRoot, env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: join(projectRoot, 'node_modules', '.cache', 'node'), ...settings, PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'] });
  await answering(name, child);
  const stop = async () => {
    if (child.exitCode !== null) return { code: child.exitCode, ms: 0 };
    const asked = performance.now();
    const left = once(child, 'exit');
    child.kill('SIGTERM');
    const [code] = (await left) as [number | null];
    return { code, ms: performance.now() - asked };
  };
  const standStill = async (ms: number) => {
    child.kill('SIGSTOP');
    await pause(ms);
    child.kill('SIGCONT');
  };
  return { port, url: `http://127.0.0.1:${port}`, stop, standStill };
}

async function answering(name: string, { stdout }: ChildProcess): Promise<void> {
  if (!stdout) throw new Error(`${name} has no output.`);
  const lines = createInterface({ input: stdout });
  for await (const line of lines) if (line.includes('answers.')) {
    stdout.resume();
    return;
  }
  throw new Error(`${name} did not start.`);
}

/** The answer to a question or a command; errors alone when nobody answers. */
export interface Told {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** Asks a gateway. Rejects when nobody takes the request. */
export async function ask(url: string, question: { query: string; variables?: object }, headers: Record<string, string> = {}): Promise<Told> {
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(question) });
  return (await response.json()) as Told;
}
