import { setTimeout as pause } from 'node:timers/promises';

/** In ms: well below the time within which a process says whether it is ready. */
const patience = 1_000;

/** What a promise gives, or null when it fails or takes more than a second: a broker that hangs refuses no connection. The work itself goes on. */
export async function soon<Value>(promise: Promise<Value>): Promise<Value | null> {
  const over = new AbortController();
  const late = pause(patience, null, { signal: over.signal }).catch(() => null);
  try {
    return await Promise.race([promise.catch(() => null), late]);
  } finally {
    over.abort();
  }
}
