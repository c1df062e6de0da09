import { tellTaken } from '../feed.ts';
import { groupCommit } from '../groupCommit.ts';
import type { Batch, Projection } from '../port.ts';
import type { Places } from './places.ts';

/** Saves what was read of one partition. */
export interface Saving {
  /** With what other partitions bring while something is being saved: each transaction costs, however small. */
  readonly together: (batch: Batch) => Promise<void>;
  /** By itself, so that nobody else's event can make it fail. */
  readonly alone: (batch: Batch) => Promise<void>;
}

/** Saves batches of so many partitions at most in one transaction, one transaction after the other. `onSaved` is called after each. */
export function savingBy(projection: Projection, { places, partitions, onSaved }: { places: Places; partitions: number; onSaved: () => void }): Saving {
  const alone = async (batch: Batch) => {
    await tellTaken(batch.events, () => projection.apply(batch));
    places.saved(batch.cursors);
    onSaved();
  };
  const together = groupCommit(async (parts: readonly { code: string; batch: Batch }[]) => {
    await alone(joined(parts.map(({ batch }) => batch)));
    return parts.map(() => undefined);
  }, { subjects: partitions, inFlight: 1 });
  return { alone, together: (batch) => together({ code: Object.keys(batch.cursors).join(' '), batch }) };
}

function joined(batches: readonly Batch[]): Batch {
  return { events: batches.flatMap(({ events }) => events), cursors: Object.fromEntries(batches.flatMap(({ cursors }) => Object.entries(cursors))) };
}
