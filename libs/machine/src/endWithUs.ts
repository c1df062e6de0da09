import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/**
 * Sends a process SIGTERM when this one dies in whatever way: a shell sleeps in a read whose other end is this process.
 * For programs that are to stop cleanly and cannot watch their parent themselves.
 */
export function endWithUs(program: ChildProcess): void {
  if (program.pid === undefined) return;
  const shell = spawn('/bin/sh', ['-c', 'read _ || kill -TERM "$0"', String(program.pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  shell.on('error', () => undefined);
  shell.unref();
  program.once('exit', () => shell.kill('SIGKILL'));
}
