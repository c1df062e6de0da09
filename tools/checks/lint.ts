import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { passedThrough } from './mustFail.ts';
import { undescribedPackages } from './packages.ts';
import { keep, one, root } from './result.ts';

const listed = (sentences: string[]): string | null => (sentences.length === 0 ? null : sentences.join('\n'));

/** The boundary rule says nothing without a cached project graph, so the graph is built first. */
function withoutGraph(): string[] {
  const nx = join(root, 'node_modules/.bin/nx');
  const { status, stdout, stderr, error } = spawnSync(nx, ['graph', '--file=.nx/results/graph.json'], {
    cwd: root, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' },
  });
  return status === 0 ? [] : [`Nx cannot build the project graph.\n${error?.message ?? ''}${stdout}${stderr}`];
}

async function refusedByLinter(): Promise<string | null> {
  const eslint = new ESLint({ cwd: root });
  const results = await eslint.lintFiles(['{apps,libs,tools}/**/*.ts', '*.js']);
  const formatter = await eslint.loadFormatter('stylish');
  const wrong = results.some(({ errorCount, warningCount }) => errorCount + warningCount > 0);
  return wrong ? formatter.format(results) : null;
}

const begun = Date.now();
const packages = one('packages and graph', begun, listed([...undescribedPackages(), ...withoutGraph()]));
const failing = Date.now();
const mustFail = one('boundaries refuse what they must', failing, listed(await passedThrough()));
const linting = Date.now();
keep('lint', [packages, mustFail, one('lint', linting, await refusedByLinter())]);
