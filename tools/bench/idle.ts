import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '@xunlian/supervisor';
import { sayLoad } from './machine.ts';
import { cpuSeconds, residentBytes } from './processes.ts';
import { importInto, inRoom } from './room.ts';
import { sayTable } from './table.ts';

const settleMs = 20_000;
const watchedMs = 40_000;

/** What a system with both samples costs while nobody asks anything, in shares of one core. */
export async function benchIdle(): Promise<void> {
  await inRoom(async ({ system, mongod, nodes }) => {
    for (const sample of ['loudi', 'xinxian']) await importInto(system, join(projectRoot, 'infra', 'samples', sample));
    await pause(settleMs);
    const all = Object.entries({ ...nodes(), mongod: mongod.pid }).flatMap(([name, pid]) => (pid === undefined ? [] : [{ name, pid, before: cpuSeconds(pid) }]));
    await pause(watchedMs);
    const shares = all.map(({ name, pid, before }) => ({ name, share: (cpuSeconds(pid) - before) / (watchedMs / 1000), bytes: residentBytes(pid) }));
    const line = (name: string, parts: typeof shares) => [
      name, `${(100 * parts.reduce((sum, { share }) => sum + share, 0)).toFixed(2)} %`, (parts.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(0),
    ];
    sayTable(`idle for ${watchedMs / 1000} s`, ['process', 'of one core', 'MB'], [
      ...shares.map((part) => line(part.name, [part])),
      line('all Node processes', shares.filter(({ name }) => name !== 'mongod')), line('all, with mongod', shares),
    ]);
    sayLoad();
  });
}
