import { setTimeout as pause } from 'node:timers/promises';

/** Resolves when this holds, looked at every 10 ms. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(10);
}
