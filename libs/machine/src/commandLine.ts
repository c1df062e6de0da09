import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The command line of a running process, word by word; empty when there is no such process. On a system without /proc a word with
 * a blank in it comes as several.
 * A process id alone proves nothing: after a crash it may belong to somebody else.
 */
export async function commandLineOf(pid: number): Promise<string[]> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').slice(0, -1);
  } catch {
    const answer = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => null);
    return answer?.stdout.trim().split(' ') ?? [];
  }
}
