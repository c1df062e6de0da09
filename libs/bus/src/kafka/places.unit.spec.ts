import { describe, expect, it } from '@jest/globals';
import type { Cursors } from '../port.ts';
import { cursorName, offsetCursor, progressCursor } from './cursor.ts';
import { placesOf } from './places.ts';

const progress = { through: '65f0000000000001', ends: { 'findings.clue.v1': [2], 'findings.finding.v1': [3] } };
const cursorsAt = (next: number, whole: readonly string[] = []): Cursors => ({
  [cursorName('findings.clue.v1', 0)]: offsetCursor(next),
  [cursorName('findings.progress.v1', 0)]: progressCursor(progress, { next: 1, whole }),
});

async function placesAt(cursors: Cursors, ...heard: readonly string[]) {
  const places = placesOf({ cursors: () => Promise.resolve(cursors), apply: () => Promise.resolve() }, heard);
  await places.load();
  return places;
}

describe('The places of a feed', () => {
  it('are whole once everything before the ends that were told is taken, and stay so when more is told', async () => {
    const before = await placesAt(cursorsAt(1), 'findings.clue.v1');
    expect([before.whole('findings'), before.isWhole('findings')]).toEqual([[], false]);
    const places = await placesAt(cursorsAt(2), 'findings.clue.v1');
    expect([places.whole('findings'), places.isWhole('findings')]).toEqual([['findings.clue.v1'], true]);
    places.saved({ [cursorName('findings.progress.v1', 0)]: progressCursor({ through: '65f0000000000002', ends: { 'findings.clue.v1': [9] } }, { next: 2, whole: [] }) });
    expect(places.isWhole('findings')).toBe(true);
  });
  it('are as whole as they were for the process before, and not in a topic that is heard since then', async () => {
    const saved = cursorsAt(1, ['findings.clue.v1']);
    expect((await placesAt(saved, 'findings.clue.v1')).isWhole('findings')).toBe(true);
    expect((await placesAt(saved, 'findings.clue.v1', 'findings.finding.v1')).isWhole('findings')).toBe(false);
  });
  it('are found beside the place in the journals where the embedded bus left the feed', async () => {
    const places = await placesAt({ journals: { token: '{"stream":"8265F0"}', through: '65f0000000000009' }, ...cursorsAt(2) }, 'findings.clue.v1');
    expect(places.next('findings.clue.v1', 0)).toBe(2);
  });
  it('are not whole of a source that has told nothing', async () => {
    expect((await placesAt({}, 'findings.clue.v1')).isWhole('findings')).toBe(false);
  });
});
