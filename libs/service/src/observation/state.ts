import type { ServiceStatus } from '../startService.ts';
import { within } from '../within.ts';
import type { Instruments } from './instruments.ts';
import { ageOf } from './moment.ts';

/** What a process knows of its own state, asked whenever the figures are read. */
export interface State {
  /** Name of a part that is missing, or null. */
  readonly ready: () => Promise<string | null>;
  /** Absent where there is no journal and no feed. */
  readonly status?: () => Promise<ServiceStatus>;
  /** How far back the server of the change stream remembers, in seconds; null where it does not say. */
  readonly oplogWindow?: () => Promise<number | null>;
}

const patience = 2_000;

/** Asks for the state and sets its figures; what does not answer within 2 seconds has no figure, rather than an old one. */
export async function setState(instruments: Instruments, { ready, status, oplogWindow }: State): Promise<void> {
  const { facts, unrelayed, lag, positionAge } = instruments;
  const [missing, found, window] = await Promise.all([
    within(patience, ready()).catch(() => 'an answer'),
    within(patience, status?.()).catch(() => undefined),
    within(patience, oplogWindow?.()).catch(() => null),
  ]);
  for (const gauge of [facts, unrelayed, instruments.oplogWindow]) gauge.remove();
  for (const gauge of [lag, positionAge]) gauge.reset();
  instruments.ready.set(missing === null ? 1 : 0);
  if (typeof window === 'number') instruments.oplogWindow.set(window);
  if (!found) return;
  facts.set(found.facts);
  unrelayed.set(found.unrelayed);
  for (const { source, lag: behind, through } of found.feeds) {
    lag.labels(source).set(behind);
    const age = through === null ? null : ageOf(through.split('@')[1] ?? '');
    if (age !== null) positionAge.labels(source).set(age);
  }
}
