import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { machineEnvironment } from './config.ts';
import type { InstallationKeys } from './keys.ts';
import { projectRoot, serviceNames } from './services.ts';
import type { ServiceName } from './services.ts';

/** A process of a system that answers over HTTP. */
export interface Instance {
  app: ServiceName | 'gateway';
  port: number;
  /** Tells it from other processes of the same service: `-2`. */
  suffix: string;
  /** Further variables of this process alone. */
  settings?: Readonly<Record<string, string>>;
}

/** What the programs of one system are told. */
export interface Surroundings {
  /** Folder that holds `<name>/src/main.ts`. */
  apps: string;
  dataDir: string;
  mongoUri: string;
  dbPrefix: string | undefined;
  /** Where the gateway finds the processes of each service; several addresses joined by `|`. */
  urls: Readonly<Record<ServiceName, string>>;
  keys: InstallationKeys;
  /** Further variables, the same for all. */
  settings: Readonly<Record<string, string>>;
}

const preloads = ['./exitWithParent.ts', './keepCompiled.ts'].flatMap((file) => ['--import', new URL(file, import.meta.url).href]);
/** Where Node keeps compiled code between starts: it saves a third of a start. */
const compileCache = join(projectRoot, 'node_modules', '.cache', 'node');

/**
 * Limits under which seven processes share a machine. Left to itself Node takes room before it cleans up: after 95,000 rows
 * all held 1.8 GB without these and 1.3 GB with them. Half as much saves 100 MB more and costs an import 4 % of its processor time.
 */
const memoryFlags = ['--max-semi-space-size=16', '--max-old-space-size=768'];
/** Pools of the C library's allocator; many of them, for many threads, are mostly holes. */
const mallocPools = '2';
/** Small blocks of one size that a thread keeps for itself, instead of 7: planning a statement takes and frees thousands, and a question costs a seventh less. */
const keptBlocks = 'glibc.malloc.tcache_count=5000';

/** Base address of who listens for HTTP at a port. */
export const urlAt = (port: number): string => `http://127.0.0.1:${port}`;

/** Starts the gateway or a service. It exits when this process is gone. */
export function launchProgram(instance: Instance, around: Surroundings): ChildProcess {
  const main = join(around.apps, instance.app, 'src', 'main.ts');
  return spawn(process.execPath, [...memoryFlags, ...preloads, main], {
    cwd: projectRoot,
    env: environmentOf(instance, around),
    // A process group of its own: Ctrl-C in a terminal reaches the supervisor alone, which stops everything in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** Environment of a program: the names every service's config reads, and nothing of the caller's but where it runs. */
export function environmentOf({ app, port, suffix, settings }: Instance, around: Surroundings): Record<string, string> {
  return {
    ...machineEnvironment(),
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: compileCache,
    MALLOC_ARENA_MAX: mallocPools,
    ...around.settings,
    ...settings,
    PORT: String(port),
    ...(app === 'gateway' ? gatewaySettings(around) : serviceSettings(app, around, suffix)),
  };
}

function gatewaySettings({ urls, keys }: Surroundings): Record<string, string> {
  const list = (of: (name: ServiceName) => string) => serviceNames.map((name) => `${name}=${of(name)}`).join(',');
  return { SERVICE_URLS: list((name) => urls[name]), SERVICE_KEYS: list((name) => keys.services[name]) };
}

function serviceSettings(name: ServiceName, around: Surroundings, suffix: string): Record<string, string> {
  return {
    MONGODB_URI: around.mongoUri,
    SERVICE_KEY: around.keys.services[name],
    ...(around.dbPrefix === undefined ? {} : { DB_PREFIX: around.dbPrefix }),
    ...(holdsSealed(name) ? { SEAL_KEY: around.keys.seal } : {}),
    ...(name === 'insight' ? { DUCKDB_FILE: join(around.dataDir, 'insight', `figures${suffix}.duckdb`), GLIBC_TUNABLES: keptBlocks } : {}),
  };
}

const holdsSealed = (name: ServiceName): boolean => name === 'findings' || name === 'rectification';
