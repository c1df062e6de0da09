import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keep, one, root } from './result.ts';

/** `node tools/checks/record.ts <task> <script> [arguments]`: runs a script with this Node and keeps whether it succeeded. */
function record(task: string, [script, ...rest]: string[]): void {
  const since = Date.now();
  if (script === undefined || !existsSync(join(root, script))) {
    keep(task, [one(task, since, `${script ?? 'The script'} is missing.`)]);
    return;
  }
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [script, ...rest], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  const problem = status === 0 ? null : `${stdout}${stderr}${error?.message ?? ''}`.trim() || `${script} ended with ${status}.`;
  keep(task, [one(task, since, problem)]);
}

const [task = 'unnamed', ...command] = process.argv.slice(2);
record(task, command);
