import { plants, type Plant } from './plants.ts';
import { RecordsRefused } from './range.ts';
import { faults, openFire } from './shoot.ts';

/** How a planted bug was found. */
export interface Bite {
  readonly plant: Plant;
  /** Seconds of commands and faults until it was seen; null when it was not. */
  readonly afterSeconds: number | null;
  readonly said: string;
}

/** A run of a minute, after which a bug that was not seen counts as not found. */
const longestMs = 60_000;
const plantModule = new URL('plant.ts', import.meta.url).href;

/** Plants one bug after the other, of those whose names hold a word, each into a range of its own, and strikes until the checker sees it. */
export async function* bites(seed: number, only: string): AsyncGenerator<Bite> {
  for (const plant of plants.filter(({ name }) => name.includes(only))) {
    const fire = await openFire({ seed, isLong: false, mongods: 3, share: 1, settings: { NODE_OPTIONS: `--import=${plantModule}`, PLANTED_BUG: plant.name } }).catch(refusal);
    if (fire instanceof RecordsRefused) {
      yield { plant, afterSeconds: 0, said: fire.message };
      continue;
    }
    try {
      yield await bite(plant, fire.strike);
    } finally {
      await fire.range.stop();
    }
  }
}

/** A bug that shows before the first blow is found too; whatever else keeps a range from starting is no bug of the product. */
function refusal(error: unknown): RecordsRefused {
  if (error instanceof RecordsRefused) return error;
  throw error;
}

async function bite(plant: Plant, strike: Awaited<ReturnType<typeof openFire>>['strike']): Promise<Bite> {
  const fault = faults.find(({ name }) => name.includes(plant.under));
  if (!fault) throw new Error(`There is no fault for the bug "${plant.name}".`);
  const began = performance.now();
  while (performance.now() - began < longestMs) {
    const { wrong: [said] } = await strike(fault);
    if (said !== undefined) return { plant, afterSeconds: (performance.now() - began) / 1_000, said };
  }
  return { plant, afterSeconds: null, said: '' };
}
