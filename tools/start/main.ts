import { inspect } from 'node:util';

import { launchSystem, StartFailed } from '@xunlian/supervisor';
import type { System } from '@xunlian/supervisor';

import { readConfig } from './config.ts';
import type { StartConfig } from './config.ts';
import { takeDataDir } from './lock.ts';
import { loadSamples } from './samples.ts';

/** npm, a shell and a terminal may each pass on one and the same Ctrl-C. */
const SAME_SIGNAL_MS = 500;
const stopping = new AbortController();
const say = (line: string) => console.error(line);

let system: System | null = null;
let stopAskedAt: number | null = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void askedToStop());
process.on('disconnect', () => void askedToStop());
try {
  await start(readConfig(process.env));
} catch (error) {
  if (stopAskedAt === null) await giveUp(error);
}

async function start(config: StartConfig): Promise<void> {
  const since = Date.now();
  const dataDir = await takeDataDir(config.dataDir);
  say('starting …');
  system = await launchSystem({
    dataDir,
    basePort: config.port,
    say,
    ...(config.mongoUri === undefined ? {} : { mongoUri: config.mongoUri }),
    ...(config.dbPrefix === undefined ? {} : { dbPrefix: config.dbPrefix }),
  });
  await system.ready();
  const seconds = (Date.now() - since) / 1000;
  if (config.demo) await loadSamples(system, { dataDir, say, signal: stopping.signal });
  if (stopAskedAt === null) welcome(config, seconds);
}

function welcome({ port, demo }: StartConfig, seconds: number): void {
  const elsewhere = port === 4000 ? '' : `XUNLIAN_URL=http://localhost:${port} `;
  const variables = JSON.stringify({ office: '431300', from: '2020-01-01', to: '2020-12-31', scope: 'SUBTREE' });
  const question = demo ? `query infra/samples/overview.graphql --variables '${variables}'` : 'status';
  console.log(`\nXunlian is ready (${seconds.toFixed(1)} s): http://localhost:${port}`);
  console.log(`Ask in another terminal:\n  ${elsewhere}npm run -s xunlian -- ${question}\nCtrl-C stops everything.`);
}

async function askedToStop(): Promise<void> {
  const now = Date.now();
  if (stopAskedAt !== null) {
    if (now - stopAskedAt < SAME_SIGNAL_MS) return;
    await system?.stop({ now: true });
    process.exit(130);
  }
  stopAskedAt = now;
  say('stopping …');
  stopping.abort();
  await system?.stop();
  process.exit(0);
}

async function giveUp(error: unknown): Promise<void> {
  say(error instanceof StartFailed ? error.message : inspect(error));
  await system?.stop();
  process.exit(1);
}
