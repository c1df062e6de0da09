import type { Fleet } from './fleet.ts';

/** What the programs of a system stand on. */
export interface Ground {
  /** Stops it, and kills what is still there after so many ms; at once with 0. */
  stop(withinMs: number): Promise<void>;
}

/** Less than the 10 s that are promised: who is killed takes a moment to leave. */
const ALL_OUT_MS = 9_500;

/** Stops the programs of a system, gateways first, then what they stand on, which has what is left of 10 s. With `now`, kills all at once. */
export async function stopInOrder(fleet: Pick<Fleet<string>, 'stop'>, ground: Ground, now: boolean): Promise<void> {
  const until = performance.now() + ALL_OUT_MS;
  const programs = fleet.stop(now);
  if (!now) await programs;
  await Promise.all([programs, ground.stop(now ? 0 : until - performance.now())]);
}
