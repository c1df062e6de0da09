import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { projectRoot } from '@xunlian/supervisor';

/** How a program ended and what it wrote. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** A program under way. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts a program of the project; the address is that of the system it speaks to. */
export function startProgram(path: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [join(projectRoot, path), ...words], {
    cwd: projectRoot, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((resolve, reject) => { child.once('close', resolve).once('error', reject); });
  const ended = Promise.all([code, text(child.stdout), text(child.stderr)]);
  return { process: child, ended: ended.then(([how, out, err]) => ({ code: how, out: linesIn(out), err: linesIn(err) })) };
}

/** Starts the command against the system at an address. */
export const startXunlian = (url: string, ...words: string[]): Running => startProgram('apps/cli/src/main.ts', words, { XUNLIAN_URL: url });

/** Runs the command to its end. */
export const xunlian = (url: string, ...words: string[]): Promise<Ended> => startXunlian(url, ...words).ended;

/** Counts in the line `total` of an import's summary. */
export function totalOf({ out }: Ended): { created: number; updated: number; unchanged: number; rejected: number } {
  const [, created, updated, unchanged, rejected] = (out.find((line) => line.startsWith('total')) ?? '').split(/ +/).map(Number);
  return { created: created ?? NaN, updated: updated ?? NaN, unchanged: unchanged ?? NaN, rejected: rejected ?? NaN };
}

function linesIn(written: string): string[] {
  return written.split('\n').filter((line) => line !== '');
}
