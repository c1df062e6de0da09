import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Terminal } from './terminal.ts';

/** What an operator manages beside the graph, by the library whose program does it. */
const programs = {
  /** Topics, and letters that could not be taken. */
  kafka: import.meta.resolve('@xunlian/bus/command'),
  /** Backups of the databases. */
  databases: import.meta.resolve('@xunlian/store/backup-command'),
};

/**
 * Runs the program of a library as such: this command needs the graph for all else, and neither Kafka nor MongoDB for
 * anything. False when it fails.
 */
export async function operate(terminal: Terminal, on: keyof typeof programs, words: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [fileURLToPath(programs[on]), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  // In a terminal both hear of Ctrl-C; of SIGTERM this process alone.
  const end = () => void child.kill();
  process.once('SIGTERM', end);
  createInterface({ input: child.stdout }).on('line', (line) => { terminal.print(line); });
  createInterface({ input: child.stderr }).on('line', (line) => { terminal.complain(line); });
  return once(child, 'close').then(([code]: unknown[]) => code === 0).finally(() => process.off('SIGTERM', end));
}
