import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Terminal } from './terminal.ts';

/**
 * Manages what lies on a Kafka cluster: its topics, and letters that could not be taken. It is a program of libs/bus, run as
 * such: this command needs the graph for all else, and Kafka for nothing. False when it fails.
 */
export async function manageKafka(terminal: Terminal, words: readonly string[]): Promise<boolean> {
  const program = fileURLToPath(import.meta.resolve('@xunlian/bus/command'));
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  createInterface({ input: child.stdout }).on('line', (line) => { terminal.print(line); });
  createInterface({ input: child.stderr }).on('line', (line) => { terminal.complain(line); });
  return once(child, 'close').then(([code]: unknown[]) => code === 0);
}
