import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// The committed manifests carry what they were made from and what they are, so that a machine without kubectl sees a change of either.
const firstLine = /^# Rendered by tools\/infra from (\w+), itself (\w+)\n/;

/** What `rendered.yaml` in this folder lacks: nothing, or that it is older than its sources or was changed by hand. */
export function staleness(folder: string): string[] {
  const text = readFileSync(join(folder, 'rendered.yaml'), 'utf8');
  const [line, sources, itself] = firstLine.exec(text) ?? ['', '', ''];
  if (sources === digestOfSources(folder) && itself === digest(text.slice(line.length))) return [];
  return ['kubernetes: rendered.yaml is not what its sources say now; write it by: npm exec -- node tools/infra/main.ts --write'];
}

/** Renders the folder with kubectl or kustomize into `rendered.yaml`. Throws when this machine has neither, or with what they refuse. */
export function render(folder: string): void {
  const attempts = [['kubectl', 'kustomize'], ['kustomize', 'build']].map(([command = '', how = '']) => spawnSync(command, [how, folder], { encoding: 'utf8' }));
  const done = attempts.find(({ error }) => error === undefined);
  if (!done) throw new Error('Neither kubectl nor kustomize is on this machine.');
  if (done.status !== 0) throw new Error(done.stderr);
  writeFileSync(join(folder, 'rendered.yaml'), `# Rendered by tools/infra from ${digestOfSources(folder)}, itself ${digest(done.stdout)}\n${done.stdout}`);
}

function digestOfSources(folder: string): string {
  const files = globSync('**/*.{yaml,env}', { cwd: folder }).filter((file) => file !== 'rendered.yaml').sort();
  return digest(files.map((file) => `${file}\n${readFileSync(join(folder, file), 'utf8')}`).join('\n'));
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
