import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Room } from '../room.ts';

/** Heap of one process after collections. */
export interface HeapCourse {
  readonly name: string;
  /** Megabytes at the beginning and at the end. */
  readonly first: number;
  readonly last: number;
  /** Megabytes a minute, of the straight line nearest to all that was measured. */
  readonly growth: number;
}

/** What programs are started with so that they can be looked into later, at ports of their own; until then it costs nothing. */
export const inspectable = { NODE_OPTIONS: '--inspect-port=127.0.0.1:0' };

const betweenMs = 10_000;

/** Measures the heap of gateway and services every ten seconds for so many minutes, each time after a full collection. */
export async function heapsOver(room: Room, minutes: number): Promise<HeapCourse[]> {
  const programs = Object.entries(room.system.pids()).flatMap(([name, pid]) => (pid === undefined ? [] : [{ name, pid, at: [] as number[], megabytes: [] as number[] }]));
  const begun = performance.now();
  for (let sample = 0; sample * betweenMs <= minutes * 60_000; sample += 1) {
    await pause(Math.max(0, begun + sample * betweenMs - performance.now()));
    for (const { name, pid, at, megabytes } of programs) {
      megabytes.push((await heapAfterCollection(await inspectorOf(room, name, pid))) / 1e6);
      at.push((performance.now() - begun) / 60_000);
    }
  }
  return programs.map(({ name, at, megabytes }) => ({ name, first: megabytes[0] ?? 0, last: megabytes.at(-1) ?? 0, growth: slopeOf(at, megabytes) }));
}

/** Slope of the line through points that is nearest to all of them (least squares). */
export function slopeOf(xs: readonly number[], ys: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  const products = xs.map((value, place) => (value - x) * ((ys[place] ?? y) - y));
  return mean(products) / mean(xs.map((value) => (value - x) ** 2));
}

const opened = new Map<number, string>();

/** Address at which a process can be looked into: it says so in its log when it is first asked to. */
async function inspectorOf({ folder }: Room, name: string, pid: number): Promise<string> {
  const said = () => readFileSync(join(folder, 'logs', `${name}.log`), 'utf8').match(/(?<=Debugger listening on )ws:\S+/g) ?? [];
  const known = opened.get(pid);
  if (known) return known;
  const before = said().length;
  process.kill(pid, 'SIGUSR1');
  for (;;) {
    const address = said()[before];
    if (address) {
      opened.set(pid, address);
      return address;
    }
    await pause(20);
  }
}

async function heapAfterCollection(address: string): Promise<number> {
  const socket = new WebSocket(address);
  try {
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error('A process can not be looked into.')), { once: true });
    });
    await call(socket, 'HeapProfiler.collectGarbage');
    return (await call(socket, 'Runtime.getHeapUsage')).usedSize ?? 0;
  } finally {
    socket.close();
  }
}

function call(socket: WebSocket, method: string): Promise<{ usedSize?: number }> {
  return new Promise((resolve) => {
    socket.addEventListener('message', ({ data }) => { resolve((JSON.parse(String(data)) as { result: { usedSize?: number } }).result); }, { once: true });
    socket.send(JSON.stringify({ id: 1, method }));
  });
}
