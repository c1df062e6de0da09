/** Wakes who waits for news with nothing to do. */
export interface Bell {
  /** Rings after so many ms, unless who waits now has heard of something by then; takes that back when called. */
  readonly ringAfter: (ms: number) => () => void;
  /** Said before each wait: whether it is one with nothing to do. */
  readonly waits: (isIdle: boolean) => void;
  /** Calls once, at the next ring; gives what takes that back. */
  readonly hear: (listener: () => void) => () => void;
}

/** A bell that nobody hears yet. */
export function bell(): Bell {
  const listeners = new Set<() => void>();
  let idle: object | null = null;
  const ring = () => {
    const those = [...listeners];
    listeners.clear();
    for (const listener of those) listener();
  };
  return {
    ringAfter(ms) {
      const waiting = idle;
      if (!waiting) return () => undefined;
      const timer = setTimeout(() => { if (idle === waiting) ring(); }, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
    waits(isIdle) { idle = isIdle ? {} : null; },
    hear(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
