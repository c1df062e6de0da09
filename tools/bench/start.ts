import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@xunlian/machine';
import { projectRoot } from '@xunlian/supervisor';
import { sayLoad } from './machine.ts';
import { sayTable } from './table.ts';
import { quantile } from './timing.ts';

const laterStarts = 3;

/** `npm start` until it says that it is ready: with an empty data folder (samples are loaded), then with what is there. */
export async function benchStart(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'xunlian-bench-'));
  try {
    const first = await startOnce(folder);
    const later: number[] = [];
    for (let number = 0; number < laterStarts; number += 1) later.push(await startOnce(folder));
    sayTable('npm start until ready', ['', 'seconds'], [
      ['first, loading the samples', first.toFixed(1)],
      [`later, median of ${laterStarts}`, quantile(later, 0.5).toFixed(1)],
      ['later, longest', Math.max(...later).toFixed(1)],
    ]);
    sayLoad();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startOnce(folder: string): Promise<number> {
  const env = { ...process.env, DATA_DIR: folder, PORT: String(await freePort()) };
  const begun = performance.now();
  // A group of its own, so that the signal reaches all of npm's children as Ctrl-C does.
  const npm = spawn('npm', ['start'], { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const exited = once(npm, 'exit');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    npm.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Xunlian is ready')) resolve();
    });
    void exited.then(() => { reject(new Error('npm start ended before it was ready.')); });
  });
  const seconds = (performance.now() - begun) / 1000;
  if (npm.pid !== undefined) process.kill(-npm.pid, 'SIGINT');
  await exited;
  return seconds;
}
