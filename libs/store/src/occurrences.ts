import { occurrence, timing, type Done } from '@xunlian/bus/occurrences';
import type { Cause } from './journal.ts';

/** Commands were decided and committed together. */
export const groupCommitted = occurrence<Done & {
  /** Collection of the kind. */
  readonly kind: string;
  readonly commands: number;
}>('store.groupCommitted');

/** A transaction began again, because another one got in its way or the connection broke. */
export const transactionRetried = occurrence<object>('store.transactionRetried');

/** A sealed text was handed out, after it was logged who reads it. */
export const sealedRead = occurrence<{
  /** Collection of the kind. */
  readonly kind: string;
}>('store.sealedRead');

/** Commits a group and tells it, if anybody listens. */
export async function toldGroup<Outcomes>(kind: string, items: readonly { readonly cause: Cause }[], commit: () => Promise<Outcomes>): Promise<Outcomes> {
  if (!groupCommitted.isHeard()) return commit();
  const done = timing();
  const outcomes = await commit();
  groupCommitted.tell({ ...done(items.map(({ cause }) => cause.trace)), kind, commands: items.length });
  return outcomes;
}
