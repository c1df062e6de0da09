import type { Topic } from '@xunlian/events';
import { Refusal } from '@xunlian/shared';
import { journalsCursor } from './feed.ts';
import type { Batch, Bus, Cursors, Projection } from './port.ts';

/** What is built anew from its first event on, beside one that is live, and then takes its place. */
export interface Building {
  readonly topics: readonly Topic[];
  /** Takes events into the new one; those it has seen change nothing. */
  readonly take: (events: Batch['events']) => Promise<void>;
  /** Cursors that the live one's feed has saved. */
  readonly live: () => Promise<Cursors>;
  /**
   * Makes the new one the live one while the live one's feed stands still, if by then the new one has passed where that
   * stands; false, and nothing changed, if it has not.
   */
  readonly swap: (passed: (cursors: Cursors) => Promise<boolean>) => Promise<boolean>;
  /** Ends the building. */
  readonly signal: AbortSignal;
}

/** Milliseconds: how long the building goes on while nothing comes, and how long the swap is tried. */
const patience = 60_000;
/** How long a look at the live one's places takes at most, and how long its feed is kept standing. */
const waits = { look: 500, standing: 1_000 };

/**
 * Builds and swaps. Throws a Refusal when the new one does not catch up with the live one, and whatever made it fail; then
 * the live one is as it was.
 */
export async function buildBeside(bus: Bus, { topics, take, live, swap, signal }: Building): Promise<void> {
  let movedAt = performance.now();
  const feed = bus.replay(topics, async (events) => {
    await take(events);
    movedAt = performance.now();
  });
  try {
    while (!(await feed.passed(await live(), waits.look))) {
      signal.throwIfAborted();
      if (performance.now() - movedAt > patience) throw new Refusal('CONFLICT', 'It is behind the live one, and nothing more came for 60 s.');
    }
    for (const until = performance.now() + patience; !(await swap((cursors) => feed.passed(cursors, waits.standing)));) {
      signal.throwIfAborted();
      if (performance.now() > until) throw new Refusal('CONFLICT', 'It did not catch up with the live one within 60 s.');
    }
  } finally {
    await feed.stop();
  }
}

/** A projection that remembers its cursors in this process alone: what it builds is begun anew by the next one. */
export function remembering(take: (events: Batch['events']) => Promise<void>): Projection {
  let remembered: Cursors = {};
  return {
    cursors: () => Promise.resolve(remembered),
    async apply({ events, cursors }) {
      await take(events);
      const further = Object.entries(cursors).filter(([name, { through }]) => through >= (remembered[name]?.through ?? ''));
      remembered = { ...remembered, ...Object.fromEntries(further) };
    },
  };
}

/** Whether the cursor of that name stands in what carries a topic's events: the journals, or one of the topic's partitions. */
export function carries(cursor: string, { name }: Topic): boolean {
  return cursor === journalsCursor || cursor.startsWith(`${name}/`);
}
