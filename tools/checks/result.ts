import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The folder of the whole project. */
export const root = resolve(import.meta.dirname, '../..');

/** What one check or one package's specs came to. Specs count tests, every other check counts itself. */
export interface Result {
  name: string;
  passed: number;
  failed: number;
  seconds: number;
  /** Epoch milliseconds. An older one than the run means that Nx took the result from its cache. */
  finishedAt: number;
  /** What to read when something failed; empty otherwise. */
  output: string;
  /** Tests passed by level (`unit`, `service`, `scope.service`, `system`); absent for checks. */
  levels?: Record<string, number>;
}

/** A check that counts as one. */
export const one = (name: string, since: number, problem: string | null): Result => ({
  name, passed: problem === null ? 1 : 0, failed: problem === null ? 0 : 1,
  seconds: (Date.now() - since) / 1000, finishedAt: Date.now(), output: problem ?? '',
});

const folder = join(root, '.nx/results');
const file = (task: string): string => join(folder, `${task}.json`);

/** Forgets every result, so that none of an earlier run is taken for one of this run. */
export const forget = (): void => { rmSync(folder, { recursive: true, force: true }); };

/** Keeps a task's results where Nx caches them and sets the exit code of this process by them. */
export function keep(task: string, results: Result[]): void {
  const path = file(task);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, JSON.stringify(results));
  renameSync(`${path}.part`, path);
  for (const { output } of results) if (output !== '') process.stdout.write(`${output}\n`);
  if (results.some(({ failed }) => failed > 0)) process.exitCode = 1;
}

/** The results of a task, or null when it has not come to any. */
export function kept(task: string): Result[] | null {
  try {
    return JSON.parse(readFileSync(file(task), 'utf8')) as Result[];
  } catch {
    return null;
  }
}
