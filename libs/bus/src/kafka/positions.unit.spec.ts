import { describe, expect, it } from '@jest/globals';
import { cursorName, offsetCursor, progressCursor } from './cursor.ts';
import { placesOf } from './places.ts';
import { positionsOf } from './positions.ts';
import type { Ends } from './progress.ts';

const topic = 'findings.clue.v1';

async function lagOver(ends: () => Promise<Ends>): Promise<number> {
  const told = progressCursor({ through: '65f0000000000001', ends: { [topic]: [5] } }, { next: 1, whole: [] });
  const cursors = { [cursorName(topic, 0)]: offsetCursor(2), [cursorName('findings.progress.v1', 0)]: told };
  const places = placesOf({ cursors: () => Promise.resolve(cursors), apply: () => Promise.resolve() }, [topic]);
  return positionsOf({ places, alone: true, topics: [topic], ends }).answers.lag('findings');
}

describe('The lag of a feed', () => {
  it('is counted to the present ends of its topics', async () => expect(await lagOver(() => Promise.resolve({ [topic]: [9] }))).toBe(7));
  it('is counted to the ends that were told last while the broker refuses, and while it hangs', async () => {
    expect(await lagOver(() => Promise.reject(new Error('Refused.')))).toBe(3);
    expect(await lagOver(() => new Promise(() => undefined))).toBe(3);
  });
});
