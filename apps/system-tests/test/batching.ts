import type { ChildProcess } from 'node:child_process';
import { freePort } from '@xunlian/machine';
import { serviceNames } from '@xunlian/supervisor';
import { startRelay } from '@xunlian/testing/relay';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { startProgram } from './command.ts';
import type { Started } from './started.ts';

/** A second gateway to the same services, which counts what it asks them. */
export interface CountingGateway {
  readonly url: string;
  /** Requests to each service since the last count. */
  readonly counts: () => Record<string, number>;
  readonly stop: () => Promise<void>;
}

/** Starts a gateway whose requests pass a relay for each service. */
export async function startCountingGateway({ system }: Started): Promise<CountingGateway> {
  const port = await freePort();
  const relays = await Promise.all(serviceNames.map(async (name) => [name, await startRelay(system.urls[name])] as const));
  const { process: gateway } = startProgram('apps/gateway/src/main.ts', [], {
    PORT: String(port),
    SERVICE_URLS: relays.map(([name, { url }]) => `${name}=${url}`).join(','),
    SERVICE_KEYS: serviceNames.map((name) => `${name}=${system.serviceKeys[name]}`).join(','),
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, gateway);
  let before: Record<string, number> = {};
  return {
    url,
    counts: () => {
      const now = Object.fromEntries(relays.map(([name, relay]) => [name, relay.count()]));
      const since = Object.fromEntries(Object.entries(now).map(([name, count]) => [name, count - (before[name] ?? 0)]));
      before = now;
      return since;
    },
    stop: async () => {
      const left = once(gateway, 'exit');
      gateway.kill();
      await left;
      for (const [, relay] of relays) relay.stop();
    },
  };
}

/** Questions to MongoDB while something is done, by database and collection, those of feeds and of rebuilds left out. */
export async function questionsDuring(started: Started, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const databases = await started.databases();
  await Promise.all(databases.map((db) => db.command({ profile: 2 })));
  try {
    await work();
  } finally {
    await Promise.all(databases.map((db) => db.command({ profile: 0 })));
  }
  const asked = await Promise.all(databases.map((db) => db.collection('system.profile').find({ op: { $in: ['query', 'command', 'getmore'] } }).toArray()));
  await Promise.all(databases.map((db) => db.dropCollection('system.profile')));
  const names = asked.flat().map(({ ns }) => String(ns)).filter((ns) => !/\.(heard\.|cursors$|rebuilds$|instances$|system\.|\$cmd)/.test(ns)).map((ns) => ns.replace(/^test_[0-9a-f]+_/, ''));
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].sort().map(([name, { length }]) => [name, length]));
}

async function untilReady(url: string, gateway: ChildProcess): Promise<void> {
  for (;;) {
    if (gateway.exitCode !== null) throw new Error(`The second gateway ended with ${gateway.exitCode}.`);
    if (await fetch(`${url}/readyz`).then(({ ok }) => ok, () => false)) return;
    await pause(50);
  }
}
