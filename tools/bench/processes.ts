import { readFileSync } from 'node:fs';
import { sayTable } from './table.ts';

/** Process ids by name; undefined while one does not run. */
export type Pids = Readonly<Record<string, number | undefined>>;

const ticksPerSecond = 100;
const betweenSamplesMs = 200;

/** Memory in bytes; 0 when the process is gone. Of pages that several processes share, such as Node's own code, each counts its part. */
export function residentBytes(pid: number): number {
  return Number(/^Pss: +(\d+) kB/m.exec(procFile(pid, 'smaps_rollup'))?.[1] ?? 0) * 1024;
}

/** Processor time spent so far, in seconds. */
export function cpuSeconds(pid: number): number {
  // The name, in parentheses, may hold blanks.
  const fields = procFile(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

/** Highest resident memory, in bytes: of all processes at the same moment, and of each by itself. */
export interface Peaks {
  readonly together: number;
  readonly each: ReadonlyMap<string, number>;
}

/** Samples the memory of processes five times a second until it is stopped. */
export function watchMemory(pids: () => Pids): { stop: () => Peaks } {
  const each = new Map<string, number>();
  let together = 0;
  const sample = () => {
    let sum = 0;
    for (const [name, pid] of Object.entries(pids())) {
      const bytes = pid === undefined ? 0 : residentBytes(pid);
      each.set(name, Math.max(each.get(name) ?? 0, bytes));
      sum += bytes;
    }
    together = Math.max(together, sum);
  };
  const timer = setInterval(sample, betweenSamplesMs);
  return {
    stop: () => {
      clearInterval(timer);
      sample();
      return { together, each };
    },
  };
}

/** Prints peaks in megabytes, the largest first. */
export function sayPeaks(title: string, { together, each }: Peaks): void {
  const mega = (bytes: number) => (bytes / 1e6).toFixed(0);
  const rows = [...each].sort(([, one], [, other]) => other - one).map(([name, bytes]) => [name, mega(bytes)]);
  sayTable(title, ['process', 'peak MB'], [...rows, ['all at the same moment', mega(together)]]);
}

function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
