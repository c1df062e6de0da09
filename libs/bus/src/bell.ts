/** Wakes who waits for news with nothing to do. Whoever does not wait at the moment does not hear it. */
export interface Bell {
  readonly ring: () => void;
  /** Calls once, at the next ring; gives what takes that back. */
  readonly hear: (listener: () => void) => () => void;
}

/** A bell that nobody hears yet. */
export function bell(): Bell {
  const listeners = new Set<() => void>();
  return {
    ring() {
      const those = [...listeners];
      listeners.clear();
      for (const listener of those) listener();
    },
    hear(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
