import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { Pool } from 'undici';
import { signedHeaders } from './asking.ts';
import { serviceKey } from './notes.ts';

const script = fileURLToPath(new URL('notes.ts', import.meta.url));

async function startProcess(environment: Record<string, string>) {
  const child = spawn(process.execPath, [script], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url) return { child, url };
  }
  throw new Error('The service did not start.');
}

describe('A service process', () => {
  it('answers everything that is under way when it is told to stop, then ends', async () => {
    const { child, url } = await startProcess({ PORT: '0', SERVICE_KEY: serviceKey });
    const pool = new Pool(url, { connections: 40 });
    const ask = async (ms: number) => {
      const body = JSON.stringify({ query: `{ slow(ms: ${ms}) }` });
      const { statusCode, body: answer } = await pool.request({ path: '/graphql', method: 'POST', headers: signedHeaders(body), body });
      return { statusCode, answer: await answer.json() };
    };
    const ended = once(child, 'exit');
    const underway = Array.from({ length: 40 }, (_, place) => ask(300 + place * 20));
    await ask(1).catch(() => {});
    child.kill('SIGTERM');
    for (const [place, answer] of (await Promise.all(underway)).entries())
      expect(answer).toEqual({ statusCode: 200, answer: { data: { slow: 300 + place * 20 } } });
    expect(await ended).toEqual([0, null]);
    await expect(ask(1)).rejects.toThrow();
    await pool.close();
  });

  it('names every bad variable at once and starts nothing', async () => {
    const child = spawn(process.execPath, [script], { env: { PORT: 'many', SERVICE_KEY: 'ab' }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(Buffer.concat(said).toString().trim().split('\n  ')).toEqual([
      'The environment is not as it must be:', 'PORT: must be a port', 'SERVICE_KEY: must be 16 to 64 bytes in hex',
    ]);
  });
});
