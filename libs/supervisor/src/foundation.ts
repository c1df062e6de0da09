import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { localKafka } from '@xunlian/bus/settings';
import { applyTopics } from '@xunlian/bus/topics';
import { brokersAt, prepareBroker } from '@xunlian/kafka';

import { prepareMongod } from './database.ts';
import { keepRunning } from './keepRunning.ts';
import type { Supervised } from './keepRunning.ts';
import { openLog } from './log.ts';
import { StartFailed } from './startFailed.ts';

/** What the services of a cluster stand on: a replica set and a broker, each process kept running. */
export interface Foundation {
  mongoUri: string;
  /** What a process gets as KAFKA_BROKERS. */
  brokers: string;
  /** By name: `mongod-1`, `kafka`. */
  parts: Readonly<Record<string, Supervised>>;
  /** Resolves when the set has a primary and every topic is there. */
  ready(): Promise<void>;
  /** Stops all of it at once, and kills who is still there after so many ms. */
  stop(withinMs: number): Promise<void>;
}

/** Where the parts are: the ports they listen at, and those that others are told. */
export interface FoundationPlan {
  dataDir: string;
  mongods: readonly string[];
  ports: (name: string) => number;
  told: (name: string) => number;
  say: (line: string) => void;
}

const BROKER_WITHIN_MS = 90_000;
const BETWEEN_LOOKS_MS = 500;

/**
 * Starts the mongods and the broker and returns without waiting until they are ready.
 * @throws {StartFailed} when there is no mongod, no Java or no Maven to be had
 */
export async function startFoundation({ dataDir, mongods, ports, told, say }: FoundationPlan): Promise<Foundation> {
  const [launchBroker, ...plans] = await Promise.all([
    prepareBroker({ dataDir: join(dataDir, 'kafka'), port: ports('kafka'), controller: ports('controller'), advertised: told('kafka') }).catch(refuse),
    ...mongods.map(async (name) => ({ name, start: await prepareMongod(dataDir, { name, folder: name, say }) })),
  ]);
  const databases = plans.map(({ name, start }) => ({ name, ...start(ports(name), mongods.map(told)) }));
  const log = openLog({ name: 'kafka', file: join(dataDir, 'logs', 'kafka.log'), say: () => undefined });
  const launch = () => {
    const child = launchBroker();
    log.record(child);
    return child;
  };
  const kafka = keepRunning({ name: 'kafka', say, launch });
  const nodes = databases.flatMap(({ name, process }) => (process ? [[name, process] as const] : []));
  const brokers = brokersAt(told('kafka'));
  return {
    mongoUri: databases[0]?.uri ?? '', brokers,
    parts: { ...Object.fromEntries(nodes), kafka },
    // One of the nodes makes the set of them all.
    ready: async () => void (await Promise.all([topicsMade(brokers), databases[0]?.ready()])),
    stop: async (withinMs) => {
      await Promise.all([kafka.stop(withinMs), ...nodes.map(([, node]) => node.stop(withinMs))]);
      log.close();
    },
  };
}

/** Makes every topic, as soon as the broker lets it. */
async function topicsMade(brokers: string): Promise<void> {
  for (const deadline = Date.now() + BROKER_WITHIN_MS; ; await pause(BETWEEN_LOOKS_MS)) {
    try {
      await applyTopics(localKafka(brokers));
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new StartFailed(`The broker does not take its topics: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function refuse(error: unknown): never {
  throw new StartFailed(error instanceof Error ? error.message : String(error));
}
