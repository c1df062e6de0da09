import { setTimeout as pause } from 'node:timers/promises';
import { insertRates, readBack } from './driver.ts';
import { sayLoad } from './machine.ts';
import { sayPeaks, watchMemory, type Peaks } from './processes.ts';
import { bundleOf, importInto, inRoom, type Room } from './room.ts';
import { sayTable } from './table.ts';
import { spread } from './timing.ts';

const settleMs = 5_000;
/** A machine that others use too is faster in one minute than in the next. */
const rounds = 3;

/** One import, and the driver after it on the same mongod. */
interface Round {
  readonly records: number;
  /** Records a second: imported, inserted into collections with the same indexes, and into collections with none but the key. */
  readonly imported: number;
  readonly indexed: number;
  readonly bare: number;
  /** Memory during the import and after it. */
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
  // Memory is the first round's: later, this process still holds what the driver inserted.
  const [first] = all;
  if (!first) throw new Error('Nothing was measured.');
  const line = (name: string, rate: (round: Round) => number) =>
    [name, spread(all.map((round) => round.records / rate(round)), 1), spread(all.map(rate), 0), spread(all.map((round) => rate(round) / round.imported), 2)];
  sayTable(`import of ${first.records} rows, the figures included; medians of ${rounds} rounds`, ['', 'seconds', 'rows/s', 'import is 1/'], [
    line('import', ({ imported }) => imported), line('driver alone, same indexes', ({ indexed }) => indexed), line('driver alone, no secondary indexes', ({ bare }) => bare),
  ]);
  sayPeaks('resident memory of the Node processes during the first import', first.peaks);
  sayPeaks(`the same in the ${settleMs / 1000} s after it`, first.later);
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
