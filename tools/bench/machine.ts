import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { findMongod } from '@xunlian/mongod';

/** Prints what the figures were taken on: cores, versions, and how busy the machine is before anything is started. */
export async function sayMachine(): Promise<void> {
  const { command } = await findMongod();
  const mongod = /v(\d+\.\d+\.\d+)/.exec(execFileSync(command, ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown';
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(`${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GiB; Node ${process.version}, MongoDB ${mongod}`);
  sayLoad();
}

/** Prints the load average of the last minute; above the number of cores the figures are worse than the system is. */
export function sayLoad(): void {
  console.log(`load average ${(loadavg()[0] ?? 0).toFixed(2)} at ${new Date().toISOString().slice(11, 19)}`);
}
