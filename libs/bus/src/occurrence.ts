import { channel } from 'node:diagnostics_channel';

/**
 * Something that happens in a library and that whoever runs it may count or trace. Telling costs next to nothing while
 * nobody listens, and needs no parameter on the way there.
 */
export interface Occurrence<Account> {
  /** Whether anybody listens: for accounts that cost something to make. */
  readonly isHeard: () => boolean;
  readonly tell: (account: Account) => void;
  /** Calls a listener, which must not throw, at every occurrence in this process; the function it gives ends that. */
  readonly hear: (listener: (account: Account) => void) => () => void;
}

/** Declares an occurrence; two with one name are the same. An account holds no code, no name and no text of a record. */
export function occurrence<Account>(name: string): Occurrence<Account> {
  const line = channel(`xunlian:${name}`);
  return {
    isHeard: () => line.hasSubscribers,
    tell: (account) => line.publish(account),
    hear(listener) {
      // Only `tell` publishes on this channel.
      const heard = (account: unknown) => listener(account as Account);
      line.subscribe(heard);
      return () => void line.unsubscribe(heard);
    },
  };
}

/** Work that is done: when it began (ms since 1970), how long it took (ms), and the traces it belongs to. */
export interface Done {
  readonly startedAt: number;
  readonly ms: number;
  /** Sampled `traceparent`s, each once. */
  readonly traces: readonly string[];
}

/** Starts a clock; the function it gives tells the work as done. */
export function timing(): (traces: Iterable<string | undefined>) => Done {
  const startedAt = Date.now();
  const started = performance.now();
  return (traces) => ({ startedAt, ms: performance.now() - started, traces: [...new Set(traces)].filter((trace) => trace !== undefined) });
}
