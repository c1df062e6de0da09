import { describe, expect, it } from '@jest/globals';
import type { Batch } from '../port.ts';
import { offsetCursor } from './cursor.ts';
import { placesOf } from './places.ts';
import { savingBy } from './saving.ts';

describe('Saving what partitions bring', () => {
  const part = (partition: number, next: number): Batch => ({ events: [], cursors: { [`findings.clue.v1/${partition}`]: offsetCursor(next) } });
  const partitionsIn = ({ cursors }: Batch) => Object.keys(cursors).map((name) => Number(name.split('/')[1]));

  it('gathers in one transaction what comes while another is under way, of so many partitions at most', async () => {
    const applied: { partitions: number[]; end: () => void }[] = [];
    const projection = { cursors: () => Promise.resolve({}), apply: (batch: Batch) => new Promise<void>((resolve) => { applied.push({ partitions: partitionsIn(batch), end: resolve }); }) };
    const places = placesOf(projection, ['findings.clue.v1']);
    const { together } = savingBy(projection, { places, partitions: 3, onSaved: () => undefined, gather: () => Promise.resolve() });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const saved = [together(part(0, 5))];
    await turn();
    saved.push(...[1, 2, 3, 4].map((partition) => together(part(partition, 7))));
    for (let place = 0; place < 3; place += 1) {
      await turn();
      applied[place]?.end();
    }
    await Promise.all(saved);
    expect(applied.map(({ partitions }) => partitions)).toEqual([[0], [1, 2, 3], [4]]);
    expect([0, 1, 2, 3, 4].map((partition) => places.next('findings.clue.v1', partition))).toEqual([5, 7, 7, 7, 7]);
  });

  it('says that a transaction is saved, and begins the next one, when more has gathered', async () => {
    const applied: number[][] = [];
    const projection = { cursors: () => Promise.resolve({}), apply: async (batch: Batch) => void applied.push(partitionsIn(batch)) };
    const gathered = Promise.withResolvers<void>();
    const { together } = savingBy(projection, { places: placesOf(projection, ['findings.clue.v1']), partitions: 3, onSaved: () => undefined, gather: () => gathered.promise });
    const saved = [0, 1, 2].map(async (partition) => {
      for (let turns = 0; turns < 5 * partition; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      if (partition === 2) gathered.resolve();
      return together(part(partition, 5));
    });
    await Promise.all(saved);
    expect(applied).toEqual([[0], [1, 2]]);
  });

  it('fails every part of a transaction that fails, and saves each by itself afterwards', async () => {
    const projection = { cursors: () => Promise.resolve({}), apply: (batch: Batch) => (partitionsIn(batch).includes(1) ? Promise.reject(new Error('no')) : Promise.resolve()) };
    const places = placesOf(projection, ['findings.clue.v1']);
    const { together, alone } = savingBy(projection, { places, partitions: 3, onSaved: () => undefined, gather: () => Promise.resolve() });
    const outcomes = (saving: Promise<void>[]) => Promise.all(saving.map((one) => one.then(() => 'saved', () => 'failed')));
    expect(await outcomes([together(part(0, 5)), together(part(1, 5))])).toEqual(['failed', 'failed']);
    expect(places.next('findings.clue.v1', 0)).toBe(0);
    expect(await outcomes([alone(part(0, 5)), alone(part(1, 5))])).toEqual(['saved', 'failed']);
    expect(places.next('findings.clue.v1', 0)).toBe(5);
  });
});
