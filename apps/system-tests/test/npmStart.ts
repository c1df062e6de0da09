import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import { startProgram } from './command.ts';

/** `npm start`, or `npm run cluster`, under way, without npm. */
export interface Start {
  readonly process: ChildProcess;
  /** Everything said so far. */
  readonly said: readonly string[];
  /** The command line that it prints as an example, once everything is ready. */
  readonly question: Promise<string>;
  /** Sends SIGTERM; resolves when it has ended, with the exit code, the seconds it took and those of its processes that are still there. */
  readonly stop: () => Promise<{ code: number | null; seconds: number; left: string[] }>;
}

/** Starts a system as `npm start` does, with a mongod of its own, or as `npm run cluster`. */
export function npmStart(environment: Readonly<Record<string, string>>, tool: 'start' | 'cluster' = 'start'): Start {
  const { process: child, ended } = startProgram(`tools/${tool}/main.ts`, [], environment);
  const said: string[] = [];
  const { promise: question, resolve, reject } = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      if (/npm run -s xunlian/.test(line)) resolve(line);
    });
  }
  void ended.then(() => { reject(new Error(said.join('\n'))); });
  question.catch(() => undefined);
  return {
    process: child, said, question,
    stop: async () => {
      const mine = descendantsOf(child.pid ?? 0);
      const since = performance.now();
      child.kill('SIGTERM');
      const { code } = await ended;
      return { code, seconds: (performance.now() - since) / 1000, left: mine.filter(isThere).map(({ command }) => command) };
    },
  };
}

/** The process of a start that runs a service; waits until there is one other than the one named. */
export async function processOf({ process: { pid = 0 } }: Start, service: string, other?: number): Promise<number> {
  for (;;) {
    const found = descendantsOf(pid).find((each) => each.command.includes(`apps/${service}/src/main.ts`));
    if (found && found.pid !== other) return found.pid;
    await pause(50);
  }
}

/** All processes below one, with their command lines. */
function descendantsOf(pid: number): { pid: number; command: string }[] {
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]);
      return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
    } catch {
      return [];
    }
  });
  const below = (above: number): typeof parents => parents.filter(({ parent }) => parent === above).flatMap((child) => [child, ...below(child.pid)]);
  return below(pid);
}

/** Whether a process still runs; one that has ended and waits to be counted off by its parent does not. */
function isThere({ pid }: { pid: number }): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
