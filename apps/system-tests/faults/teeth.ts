import { plants, type Plant } from './plants.ts';
import { RecordsRefused } from './range.ts';
import { faults, openFire, type Firing } from './shoot.ts';

/** What a run with a planted bug came to, or the one without. */
export interface Bite {
  /** Of the bug; of the run without one. */
  readonly name: string;
  /** Whether the checker did what it is for: it saw the bug in time, or nothing where there is none. */
  readonly isRight: boolean;
  /** What was seen, and when. */
  readonly said: string;
}

/** A run of a minute, after which a bug that was not seen counts as not found. */
const longestMs = 60_000;
const plantModule = new URL('plant.ts', import.meta.url).href;

/** Strikes once without a bug; then plants one after the other, of those whose names hold a word, each into a range of its own, and strikes until the checker sees it. */
export async function* bites(seed: number, only: string): AsyncGenerator<Bite> {
  yield await without(seed);
  for (const plant of plants.filter(({ name }) => name.includes(only))) yield await bite(plant, seed);
}

const open = (seed: number, bug: string): Promise<Firing> =>
  openFire({ seed, isLong: false, mongods: 3, share: 1, settings: { NODE_OPTIONS: `--import=${plantModule}`, PLANTED_BUG: bug } });

/** Every fault under which a bug is to be found, done to a range that has none: what is seen here would be seen in every run. */
async function without(seed: number): Promise<Bite> {
  const { range, strike } = await open(seed, '');
  try {
    const seen: string[] = [];
    for (const under of new Set(plants.map((plant) => plant.under))) {
      const { wrong, unfinished } = await strike(faultOf(under));
      seen.push(...wrong, ...unfinished);
    }
    return { name: 'no bug', isRight: seen.length === 0, said: seen[0] ?? 'nothing seen' };
  } finally {
    await range.stop();
  }
}

async function bite(plant: Plant, seed: number): Promise<Bite> {
  const fire = await open(seed, plant.name).catch((error: unknown) => refusalBy(plant, error));
  if (fire instanceof RecordsRefused) return { name: plant.name, isRight: true, said: `before the first blow: ${fire.message}` };
  try {
    return { name: plant.name, ...(await strikeUntilSeen(fire, plant)) };
  } finally {
    await fire.range.stop();
  }
}

/** Some bugs show before the first blow; whatever else keeps a range from starting is not what was planted. */
function refusalBy({ losesReferences }: Plant, error: unknown): RecordsRefused {
  if (losesReferences && error instanceof RecordsRefused) return error;
  throw error;
}

async function strikeUntilSeen({ strike }: Firing, { under }: Plant): Promise<Omit<Bite, 'name'>> {
  const fault = faultOf(under);
  const began = performance.now();
  const waited: string[] = [];
  for (;;) {
    // What only does not come is not seen: a machine with too much to do looks the same, and no bug here keeps anything from coming.
    const { wrong: [seen], unfinished } = await strike(fault);
    waited.push(...unfinished);
    const tookMs = performance.now() - began;
    const after = `after ${(tookMs / 1_000).toFixed(1)} s`;
    if (seen !== undefined) return { isRight: tookMs <= longestMs, said: `${after}: ${seen}` };
    if (tookMs > longestMs) return { isRight: false, said: ['nothing seen', after, ...waited].join(', ') };
  }
}

function faultOf(under: string): (typeof faults)[number] {
  const fault = faults.find(({ name }) => name.includes(under));
  if (!fault) throw new Error(`There is no fault ${under}.`);
  return fault;
}
