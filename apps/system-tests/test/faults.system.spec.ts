import { randomInt } from 'node:crypto';
import { faults, openFire, type Firing } from '../faults/shoot.ts';

/** Moments and victims follow from it; SEED=… repeats a run. */
const seed = Number(process.env['SEED'] ?? randomInt(1_000_000));

/** Whatever is waited for ends after two minutes with words of its own: only what hangs takes longer than all of it. */
const longestMs = 10 * 60_000;

describe(`a cluster under fire, seed ${seed}: every command has exactly its effect, in its owner, in every read model and in the figures`, () => {
  let firing: Firing;
  beforeAll(async () => {
    firing = await openFire({ seed, isLong: false, mongods: 3, settings: {} });
  }, longestMs);
  afterAll(() => firing?.range.stop(), longestMs);

  it.each(faults.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
    const { wrong, unfinished, commands } = await firing.strike(fault);
    expect([...wrong, ...unfinished]).toEqual([]);
    expect(commands).toBeGreaterThan(0);
  }, longestMs);
});
