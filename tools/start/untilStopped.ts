import { inspect } from 'node:util';

import { StartFailed } from '@xunlian/supervisor';

/** What runs until somebody ends it. */
export interface Stoppable {
  /** With `now`, without waiting for anything. */
  stop(how?: { now: boolean }): Promise<void>;
}

/** One start of something that runs until it is told to stop. */
export interface Run {
  /** Comes when it is told to stop. */
  signal: AbortSignal;
  /** Tells a person something in one line. */
  say: (line: string) => void;
  /** To be called with what is to be stopped, as soon as there is anything. */
  began: (what: Stoppable) => void;
}

/** npm, a shell and a terminal may each pass on one and the same Ctrl-C. */
const SAME_SIGNAL_MS = 500;

/**
 * Starts something and stops it on Ctrl-C, SIGTERM, or when whoever started this process is gone; a second Ctrl-C stops it at
 * once. A start that fails is one line, and nothing is left running.
 */
export async function untilStopped(start: (run: Run) => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  const say = (line: string) => console.error(line);
  let running: Stoppable | null = null;
  let askedAt: number | null = null;
  const askedToStop = async () => {
    const now = Date.now();
    if (askedAt !== null) {
      if (now - askedAt < SAME_SIGNAL_MS) return;
      await running?.stop({ now: true });
      process.exit(130);
    }
    askedAt = now;
    say('stopping …');
    stopping.abort();
    await running?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void askedToStop());
  process.on('disconnect', () => void askedToStop());
  try {
    await start({ signal: stopping.signal, say, began: (what) => { running = what; } });
  } catch (error) {
    // What a stop interrupts fails, and is none of the person's business.
    if (stopping.signal.aborted) return;
    say(error instanceof StartFailed ? error.message : inspect(error));
    await (running as Stoppable | null)?.stop();
    process.exit(1);
  }
}
