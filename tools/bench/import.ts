import { setTimeout as pause } from 'node:timers/promises';
import { insertRates, readBack } from './driver.ts';
import { sayLoad } from './machine.ts';
import { sayPeaks, watchMemory, type Peaks } from './processes.ts';
import { bundleOf, importInto, inRoom, type Room } from './room.ts';
import { sayTable } from './table.ts';
import { quantile } from './timing.ts';

const settleMs = 5_000;
/** A machine that others use too is faster in one minute than in the next: the medians of so many rounds are compared. */
const rounds = 3;

/** Rows a second of one round. */
interface Round {
  readonly records: number;
  readonly imported: number;
  /** The driver alone, into collections with the same indexes. */
  readonly indexed: number;
  /** The driver alone, into collections without any but the key. */
  readonly bare: number;
  readonly peaks: Peaks;
  readonly later: Peaks;
}

/**
 * Imports a bundle until the figures include everything, and then lets the driver alone insert what came of it: the same
 * documents and journal rows, on the same mongod.
 */
export async function benchImport(rows = 95_000): Promise<void> {
  const all: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) await inRoom(async (room) => void all.push(await importOnce(room, rows)));
  // From the second round on, this process still holds what the driver inserted.
  const [{ records, peaks, later }] = all as [Round];
  const imported = median(all, 'imported');
  const line = (name: string, rate: 'imported' | 'indexed' | 'bare') => {
    const perSecond = median(all, rate);
    const each = all.map((round) => (round[rate] / round.imported).toFixed(2)).join(' ');
    return [name, (records / perSecond).toFixed(1), perSecond.toFixed(0), ...(rate === 'imported' ? [] : [`1/${(perSecond / imported).toFixed(2)}`, each])];
  };
  sayTable(`import of ${records} rows, the figures included; medians of ${rounds} rounds`, ['', 'seconds', 'rows/s', 'import is', 'in each round 1/'], [
    line('import', 'imported'), line('driver alone, same indexes', 'indexed'), line('driver alone, no secondary indexes', 'bare'),
  ]);
  sayPeaks('resident memory of the Node processes during the first import', peaks);
  sayPeaks(`the same in the ${settleMs / 1000} s after it`, later);
  sayLoad();
}

async function importOnce({ system, mongod, dbPrefix, folder, nodes }: Room, rows: number): Promise<Round> {
  const bundle = await bundleOf(rows, { folder });
  let cli: number | undefined;
  const memory = watchMemory(() => ({ ...nodes(), cli }));
  const begun = performance.now();
  await importInto(system, bundle, (pid) => { cli = pid; });
  const seconds = (performance.now() - begun) / 1000;
  const peaks = memory.stop();
  const after = watchMemory(nodes);
  await pause(settleMs);
  const later = after.stop();
  await system.stop();
  const kept = await readBack(mongod.uri, dbPrefix);
  const [indexed = 0, bare = 0] = await insertRates(mongod.uri, kept);
  return { records: kept.records, imported: kept.records / seconds, indexed, bare, peaks, later };
}

function median(all: readonly Round[], rate: 'imported' | 'indexed' | 'bare'): number {
  return quantile(all.map((round) => round[rate]), 0.5);
}
