import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serviceNames } from '@xunlian/supervisor';
import { asking, askingService, type Asking } from '../asking.ts';
import { cpuSeconds } from '../processes.ts';
import type { Room } from '../room.ts';
import { pausing } from './pausing.ts';

interface Progress {
  readonly unrelayed: number;
  readonly feeds: readonly { readonly source: string; readonly lag: number; readonly through: string | null }[];
}

const status = `{ ${serviceNames.map((name) => `${name}Status { unrelayed feeds { source lag through } }`).join(' ')} }`;
const between = 100;
const longest = 300_000;

/** Waits until everything is relayed and taken by everybody; the positions that insight is at then, as `x-xunlian-after` has them. */
export async function caughtUp({ ask }: Asking): Promise<string> {
  return until(async () => {
    const answered = Object.entries(await ask<Record<string, Progress>>(status));
    const isAll = answered.every(([, { unrelayed, feeds }]) => unrelayed === 0 && feeds.every(({ lag, through }) => lag === 0 && through !== null));
    const insight = answered.find(([name]) => name === 'insightStatus')?.[1];
    return isAll ? insight?.feeds.map(({ through }) => through).join(',') : undefined;
  });
}

/** Events that insight took, and how many seconds it was about it. */
export interface Drained {
  readonly events: number;
  readonly seconds: number;
  /** Processor time of insight and of mongod, in seconds; that of insight's start is in it. */
  readonly cpuSeconds: number;
}

/**
 * Lets insight build its rows anew from the first event while the other programs are held: from the moment when it has made an
 * empty file until it answers behind the position of the last event.
 */
export async function drain({ system, mongod, folder }: Room): Promise<Drained> {
  const gateway = asking(system.url, 1);
  const after = await caughtUp(gateway);
  await gateway.close();
  const rowsFile = join(folder, 'insight', 'figures.duckdb');
  return pausing(system, ['insight'], async () => {
    for (const file of [rowsFile, `${rowsFile}.wal`]) rmSync(file, { force: true });
    const before = madeAt(folder);
    const spent = cpuSeconds(mongod.pid);
    system.kill('insight');
    const begun = await until(() => Promise.resolve(madeAt(folder)[before.length]));
    const insight = askingService(system, 'insight', 1);
    // It is not there yet at first, and refuses whoever has waited for 15 seconds.
    await until(() => insight.ask('{ insightStatus { service } }', {}, after).catch(() => undefined));
    const seconds = (Date.now() - begun) / 1_000;
    const cpu = cpuSeconds(mongod.pid) - spent + cpuSeconds(system.pids().insight ?? 0);
    await insight.close();
    const metrics = await (await fetch(`${system.urls.insight}/metrics`)).text();
    return { seconds, cpuSeconds: cpu, events: Number(/^xunlian_feed_batch_events_sum\S* (\d+)/m.exec(metrics)?.[1] ?? 0) };
  });
}

/** When insight made empty files, ms since 1970, by its log. */
function madeAt(folder: string): number[] {
  const lines = readFileSync(join(folder, 'logs', 'insight.log'), 'utf8').split('\n').filter((line) => line.includes('The rows are built anew'));
  return lines.map((line) => Date.parse((JSON.parse(line) as { at: string }).at));
}

async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (const deadline = Date.now() + longest; Date.now() < deadline; await pause(between)) {
    const value = await look();
    if (value !== undefined) return value;
  }
  throw new Error(`It took longer than ${longest / 1_000} s.`);
}
