import { setTimeout as pause } from 'node:timers/promises';
import { insertRates, readBack } from './driver.ts';
import { sayLoad } from './machine.ts';
import { sayPeaks, watchMemory } from './processes.ts';
import { bundleOf, importInto, inRoom } from './room.ts';
import { sayTable } from './table.ts';

const settleMs = 5_000;

/**
 * Imports a bundle until the figures include everything, and then lets the driver alone insert what came of it: the same
 * documents and journal rows, on the same mongod.
 */
export async function benchImport(rows = 95_000): Promise<void> {
  await inRoom(async ({ system, mongod, dbPrefix, folder, nodes }) => {
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
    const rate = kept.records / seconds;
    const line = (name: string, perSecond: number) => [name, (kept.records / perSecond).toFixed(1), perSecond.toFixed(0), `1/${(perSecond / rate).toFixed(2)}`];
    sayTable(`import of ${kept.records} rows, the figures included`, ['', 'seconds', 'rows/s', 'import is'], [
      ['import', seconds.toFixed(1), rate.toFixed(0), ''],
      line('driver alone, same indexes', indexed), line('driver alone, no secondary indexes', bare),
    ]);
    sayPeaks('resident memory of the Node processes during the import', peaks);
    sayPeaks(`the same in the ${settleMs / 1000} s after it`, later);
    sayLoad();
  });
}
