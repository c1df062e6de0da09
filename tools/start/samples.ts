import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '@xunlian/supervisor';
import { z } from 'zod';

/** Where samples come from, and who hears about them. */
interface Loading {
  dataDir: string;
  say: (line: string) => void;
  /** Ends the import under way. */
  signal: AbortSignal;
}

const samples = join(projectRoot, 'infra', 'samples');

/**
 * Loads every sample into the system at an address when the database is empty, or when an earlier start was ended while it loaded them (what is there
 * already stays as it is). A sample that cannot be loaded is said, and does not stop the system.
 */
export async function loadSamples(url: string, { dataDir, say, signal }: Loading): Promise<void> {
  const mark = join(dataDir, 'samples.loading');
  if (!existsSync(mark) && !(await isEmpty(url))) return;
  writeFileSync(mark, '');
  // At once: a small bundle waits for the services, file by file, more than it keeps them at work.
  await Promise.all(sampleNames().map(async (name) => {
    const since = Date.now();
    const log = join(dataDir, 'logs', `import-${name}.log`);
    const code = await runImport(join(samples, name), { url, log, signal });
    if (signal.aborted) return;
    if (code === 0) say(`loaded the sample ${name} in ${((Date.now() - since) / 1000).toFixed(1)} s`);
    else say(`the sample ${name} was not loaded completely, see ${log}`);
  }));
  if (!signal.aborted) rmSync(mark);
}

function sampleNames(): string[] {
  if (!existsSync(samples)) return [];
  const entries = readdirSync(samples, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
}

const Divisions = z.object({ data: z.object({ divisions: z.object({ nodes: z.array(z.unknown()) }) }) });

async function isEmpty(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query: 'query AnyDivision { divisions(first: 1) { nodes { code } } }' }),
  });
  return Divisions.parse(await answer.json()).data.divisions.nodes.length === 0;
}

async function runImport(folder: string, { url, log, signal }: { url: string; log: string; signal: AbortSignal }): Promise<unknown> {
  const output = openSync(log, 'w');
  const cli = spawn(process.execPath, [join(projectRoot, 'apps', 'cli', 'src', 'main.ts'), 'import', folder], {
    cwd: projectRoot,
    env: { ...process.env, XUNLIAN_URL: url },
    stdio: ['ignore', output, output],
    detached: true,
    signal,
  });
  closeSync(output);
  return once(cli, 'exit').then(([code]: unknown[]) => code, () => null);
}
