import { join } from 'node:path';

import { keepRunning } from './keepRunning.ts';
import type { Left, Supervised } from './keepRunning.ts';
import { launchProgram, urlAt } from './launch.ts';
import type { Instance, Surroundings } from './launch.ts';
import { openLog } from './log.ts';
import type { Log } from './log.ts';
import { awaitReady } from './ready.ts';

/** The gateways and services of one system, each process kept running under a name of its own. */
export interface Fleet<Name extends string> {
  readonly pid: (name: Name) => number | undefined;
  /** Base address of a process, without a slash at its end. */
  readonly url: (name: Name) => string;
  /** Sends a signal and leaves the rest to the supervision. */
  readonly kill: (name: Name, signal: NodeJS.Signals) => void;
  /** Stops a process by SIGTERM, starts it again and waits until it is ready; gives how it left, null when it was away just then. */
  readonly restart: (name: Name) => Promise<Left | null>;
  /**
   * Resolves when a process, or all of them, are ready.
   * @throws {StartFailed} with the reason, when one keeps dying or is not ready after a minute
   */
  readonly ready: (name?: Name) => Promise<void>;
  /** Stops the gateways, so that nothing new comes in, then the services; each has 4 s, and is killed when it is still there. With `now`, kills all at once. */
  readonly stop: (now: boolean) => Promise<void>;
}

/** So many deaths before it was ever ready mean that a program cannot start. */
const HOPELESS_DEATHS = 3;
/** Enough for who has a request of 3 s under way when he is told; together they leave something of 10 s to what is stopped after them. */
const GRACE_MS = 4_000;

interface Member {
  instance: Instance;
  program: Supervised;
  log: Log;
}

/** Starts every process at once and returns without waiting until they are ready. */
export function startFleet<Name extends string>(instances: Readonly<Record<Name, Instance>>, around: Surroundings, say: (line: string) => void): Fleet<Name> {
  const names = Object.keys(instances) as Name[];
  const members = Object.fromEntries(names.map((name) => [name, start(name, instances[name], { around, say })])) as Record<Name, Member>;
  const stopping = new AbortController();
  const url = (name: Name) => urlAt(members[name].instance.port);
  const ready = (name: Name) => memberReady(name, members[name], { around, signal: stopping.signal });
  return {
    url,
    pid: (name) => members[name].program.pid(),
    kill: (name, signal) => members[name].program.kill(signal),
    restart: async (name) => {
      const left = await members[name].program.restart();
      await ready(name);
      return left;
    },
    ready: async (name) => {
      if (name !== undefined) return ready(name);
      await Promise.all(names.map(ready));
    },
    stop: async (now) => {
      stopping.abort();
      await stop(Object.values<Member>(members), now);
    },
  };
}

function start(name: string, instance: Instance, { around, say }: { around: Surroundings; say: (line: string) => void }): Member {
  const log = openLog({ name, file: join(around.dataDir, 'logs', `${name}.log`), say });
  const launch = () => {
    const child = launchProgram(instance, around);
    log.record(child);
    return child;
  };
  return { instance, log, program: keepRunning({ name, say, launch }) };
}

async function memberReady(name: string, { instance, program, log }: Member, { around, signal }: { around: Surroundings; signal: AbortSignal }): Promise<void> {
  const before = program.deaths();
  const hopeless = () => {
    if (program.deaths() - before < HOPELESS_DEATHS) return undefined;
    return log.lastComplaint() ?? `it died ${HOPELESS_DEATHS} times, see ${join(around.dataDir, 'logs', `${name}.log`)}`;
  };
  await awaitReady({ name, url: urlAt(instance.port), hopeless, signal });
}

async function stop(members: readonly Member[], now: boolean): Promise<void> {
  const isGateway = ({ instance }: Member) => instance.app === 'gateway';
  const end = (those: readonly Member[]) => Promise.all(those.map(({ program }) => program.stop(now ? 0 : GRACE_MS)));
  const gateways = end(members.filter(isGateway));
  if (!now) await gateways;
  await Promise.all([gateways, end(members.filter((member) => !isGateway(member)))]);
  for (const { log } of members) log.close();
}
