import { setTimeout as pause } from 'node:timers/promises';
import type { Envelope } from '@xunlian/events';
import type { Batch, Cursors, Projection, Relay } from '../src/index.ts';

/**
 * Keeps what it has not seen with its cursors, as a projection with a database does, and remembers how often it was handed
 * what it had seen; `fails` makes a batch fail before its effect.
 */
export function memory(fails: (batch: Batch) => boolean = () => false) {
  const taken: Envelope<object>[] = [];
  const seen = new Map<string, number>();
  const state = { again: 0, gaps: 0 };
  let saved: Cursors = {};
  const projection: Projection = {
    cursors: () => Promise.resolve(saved),
    apply: async (batch) => {
      if (fails(batch)) throw new Error('the disk is full');
      for (const event of batch.events) {
        const version = seen.get(event.subject) ?? 0;
        if (event.version > version + 1) state.gaps += 1;
        if (event.version <= version) state.again += 1;
        else {
          seen.set(event.subject, event.version);
          taken.push(event);
        }
      }
      const further = Object.entries(batch.cursors).filter(([name, { through }]) => through >= (saved[name]?.through ?? ''));
      saved = { ...saved, ...Object.fromEntries(further) };
    },
  };
  return { taken, projection, state, versions: seen, seen: () => taken.map(({ subject, version }) => `${subject}/${version}`) };
}

/** Resolves when a relay has handed everything over and saved that; a spec's own time is the limit. */
export async function allRelayed(relay: Relay): Promise<void> {
  while ((await relay.unrelayed()) > 0) await pause(20);
}
