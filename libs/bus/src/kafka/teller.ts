import type { leaseOn } from './lease.ts';

/** A relay as far as this process knows. */
interface Telling {
  readonly lease: Pick<ReturnType<typeof leaseOn>, 'tell'>;
  /** Latest moment that somebody was given. */
  readonly given: string;
  readonly isHolder: boolean;
}

/** Tells the holder of the lease what was given, one moment after the other: the latest when the one before is told. */
export function teller(relay: Telling): () => void {
  let telling = false;
  return () => {
    if (telling) return;
    telling = true;
    void (async () => {
      for (let told = ''; told < relay.given && !relay.isHolder; ) await relay.lease.tell((told = relay.given));
    })().catch(() => undefined).finally(() => { telling = false; });
  };
}
