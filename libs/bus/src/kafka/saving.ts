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

/** How batches are saved. */
export interface SavingOptions {
  readonly places: Places;
  /** Most partitions in one transaction. */
  readonly partitions: number;
  /** Called after each transaction. */
  readonly onSaved: () => void;
  /** Lets more come after so many events were saved. */
  readonly gather: (saved: number) => Promise<void>;
}

/** Saves batches in one transaction after the other. */
export function savingBy(projection: Projection, { places, partitions, onSaved, gather }: SavingOptions): Saving {
  const alone = async (batch: Batch) => {
    await tellTaken(batch.events, () => projection.apply(batch));
    places.saved(batch.cursors);
    onSaved();
  };
  const together = groupCommit(async (parts: readonly { code: string; batch: Batch }[]) => {
    const batch = joined(parts.map((part) => part.batch));
    await alone(batch);
    await gather(batch.events.length);
    return parts.map(() => undefined);
  }, { subjects: partitions, inFlight: 1, fewest: 1 });
  return { alone, together: (batch) => together({ code: Object.keys(batch.cursors).join(' '), batch }) };
}

function joined(batches: readonly Batch[]): Batch {
  return { events: batches.flatMap(({ events }) => events), cursors: Object.fromEntries(batches.flatMap(({ cursors }) => Object.entries(cursors))) };
}
