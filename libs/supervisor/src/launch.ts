import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { machineEnvironment } from './config.ts';
import type { InstallationKeys } from './keys.ts';
import type { Ports } from './layout.ts';
import { projectRoot, serviceNames } from './services.ts';
import type { ProgramName, ServiceName } from './services.ts';

/** What the programs of one system are told. */
export interface Surroundings {
  /** Folder that holds `<name>/src/main.ts`. */
  apps: string;
  dataDir: string;
  mongoUri: string;
  dbPrefix: string | undefined;
  ports: Ports;
  keys: InstallationKeys;
  /** Further variables, the same for all. */
  settings: Readonly<Record<string, string>>;
}

const exitWithParent = new URL('./exitWithParent.ts', import.meta.url).href;
/** Where Node keeps compiled code between starts: it saves a third of a start. */
const compileCache = join(projectRoot, 'node_modules', '.cache', 'node');

/**
 * Limits under which seven processes share a machine. Left to itself Node takes room before it cleans up: after 95,000 rows
 * all held 1.8 GB without these and 1.1 GB with them, for the same processor time.
 */
const memoryFlags = ['--max-semi-space-size=4', '--max-old-space-size=384'];
/** Pools of the C library's allocator; many of them, for many threads, are mostly holes. */
const mallocPools = '2';

/** Base address of a program that listens for HTTP. */
export const urlOf = (ports: Ports, name: ServiceName | 'gateway'): string => `http://127.0.0.1:${ports[name]}`;

/** Starts the gateway or a service. It exits when this process is gone. */
export function launchProgram(name: ServiceName | 'gateway', around: Surroundings): ChildProcess {
  const main = join(around.apps, name, 'src', 'main.ts');
  return spawn(process.execPath, [...memoryFlags, '--import', exitWithParent, main], {
    cwd: projectRoot,
    env: environmentOf(name, around),
    // A process group of its own: Ctrl-C in a terminal reaches the supervisor alone, which stops everything in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** Environment of a program: the names every service's config reads, and nothing of the caller's but where it runs. */
export function environmentOf(name: ServiceName | 'gateway', around: Surroundings): Record<string, string> {
  return {
    ...machineEnvironment(),
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: compileCache,
    MALLOC_ARENA_MAX: mallocPools,
    ...around.settings,
    PORT: String(around.ports[name]),
    ...(name === 'gateway' ? gatewaySettings(around) : serviceSettings(name, around)),
  };
}

function gatewaySettings({ ports, keys }: Surroundings): Record<string, string> {
  const list = (of: (name: ServiceName) => string) => serviceNames.map((name) => `${name}=${of(name)}`).join(',');
  return { SERVICE_URLS: list((name) => urlOf(ports, name)), SERVICE_KEYS: list((name) => keys.services[name]) };
}

function serviceSettings(name: ServiceName, around: Surroundings): Record<string, string> {
  return {
    MONGODB_URI: around.mongoUri,
    SERVICE_KEY: around.keys.services[name],
    ...(around.dbPrefix === undefined ? {} : { DB_PREFIX: around.dbPrefix }),
    ...(holdsSealed(name) ? { SEAL_KEY: around.keys.seal } : {}),
    ...(name === 'insight' ? { DUCKDB_FILE: join(around.dataDir, 'insight', 'figures.duckdb') } : {}),
  };
}

const holdsSealed = (name: ProgramName): boolean => name === 'findings' || name === 'rectification';
