import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { brokenPromises, brokenRules, outdated } from './check.ts';
import type { Composed } from './compose.ts';
import { compose, subgraphsIn } from './compose.ts';

const apps = resolve(import.meta.dirname, '../../apps');
const files = { supergraph: join(apps, 'gateway/supergraph.graphql'), api: join(apps, 'gateway/api.graphql') };
const { values: options } = parseArgs({ options: { check: { type: 'boolean' }, 'accept-breaks': { type: 'boolean' } } });

function stopWith(complaints: readonly string[]): void {
  if (complaints.length === 0) return;
  process.stderr.write(`${complaints.join('\n')}\n`);
  process.exit(1);
}

function committedFiles(): Composed | null {
  if (!existsSync(files.supergraph) || !existsSync(files.api)) return null;
  return { supergraph: readFileSync(files.supergraph, 'utf8'), api: readFileSync(files.api, 'utf8') };
}

function composedApps(): { composed: Composed; broken: string[] } {
  try {
    const subgraphs = subgraphsIn(apps);
    const composed = compose(subgraphs);
    return { composed, broken: brokenRules(subgraphs, composed) };
  } catch (failure) {
    stopWith([failure instanceof Error ? failure.message : String(failure)]);
    throw failure;
  }
}

const { composed, broken } = composedApps();
const committed = committedFiles();
stopWith(broken);
if (!options['accept-breaks']) stopWith(await brokenPromises(committed, composed));
if (options.check) stopWith(outdated(committed, composed));
else for (const part of ['supergraph', 'api'] as const) writeFileSync(files[part], composed[part]);
