import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** A program that is to run for as long as it is wanted. */
export interface Program {
  name: string;
  /** Starts it once more; called again after every death. */
  launch: () => ChildProcess;
  /** Hears one line for every death. */
  say: (line: string) => void;
}

/** How a process left that was told to. */
export interface Left {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Since it was told to. */
  readonly ms: number;
}

/** A program being kept running. */
export interface Supervised {
  name: string;
  /** Of the process that runs now; undefined between a death and the next start. */
  pid(): number | undefined;
  /** How often it died without being asked to. */
  deaths(): number;
  /** Sends a signal and leaves the rest to the supervision: a death is followed by a new start. */
  kill(signal: NodeJS.Signals): void;
  /**
   * Ends it by SIGTERM (SIGKILL after 15 s) and starts it again at once; resolves when it was started, not when it is ready, with how
   * the process before left: null when there was none.
   */
  restart(): Promise<Left | null>;
  /** Ends it for good: SIGTERM, and SIGKILL when it is still there after `withinMs`. Resolves when the process has left. */
  stop(withinMs: number): Promise<void>;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** Whoever lived this long starts over with the shortest pause. */
const SOUND_AFTER_MS = 10_000;
/** Our programs end themselves after 10 s at the latest, whatever they still have to do: who is there for longer hangs. */
const RESTART_GRACE_MS = 15_000;

interface Life {
  wanted: boolean;
  deaths: number;
  pauseMs: number;
  child: ChildProcess | null;
  /** Resolves when the present process has left; resolved while there is none. */
  left: Promise<void>;
  timer: NodeJS.Timeout | undefined;
}

/** Starts a program and starts it again whenever it dies, after 0.2 s, then 0.4 s, … up to 5 s. Costs nothing while it lives. */
export function keepRunning(program: Program): Supervised {
  const life: Life = { wanted: true, deaths: 0, pauseMs: FIRST_PAUSE_MS, child: null, left: Promise.resolve(), timer: undefined };
  begin(program, life);
  return {
    name: program.name,
    pid: () => life.child?.pid,
    deaths: () => life.deaths,
    kill: (signal) => void life.child?.kill(signal),
    restart: async () => {
      const left = await end(life, RESTART_GRACE_MS);
      life.wanted = true;
      begin(program, life);
      return left;
    },
    stop: async (withinMs) => void (await end(life, withinMs)),
  };
}

function begin(program: Program, life: Life): void {
  const startedAt = performance.now();
  const child = program.launch();
  life.child = child;
  life.left = ending(child).then((how) => {
    life.child = null;
    if (!life.wanted) return;
    life.deaths += 1;
    if (performance.now() - startedAt > SOUND_AFTER_MS) life.pauseMs = FIRST_PAUSE_MS;
    program.say(`${program.name} ${how}; starting it again in ${life.pauseMs / 1000} s`);
    life.timer = setTimeout(() => begin(program, life), life.pauseMs);
    life.pauseMs = Math.min(life.pauseMs * 2, LONGEST_PAUSE_MS);
  });
}

async function end(life: Life, withinMs: number): Promise<Left | null> {
  life.wanted = false;
  clearTimeout(life.timer);
  const { child, left } = life;
  if (!child) return null;
  const told = performance.now();
  child.kill(withinMs > 0 ? 'SIGTERM' : 'SIGKILL');
  const late = new AbortController();
  const killing = pause(withinMs, undefined, { signal: late.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await left;
  const ms = performance.now() - told;
  late.abort();
  await killing;
  return { code: child.exitCode, signal: child.signalCode, ms };
}

function ending(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  child.once('exit', (code, signal) => resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`));
  child.on('error', (error) => {
    if (child.pid === undefined) resolve(`could not be started (${error.message})`);
  });
  return promise;
}
