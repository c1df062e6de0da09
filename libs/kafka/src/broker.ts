import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { endWithUs } from '@xunlian/machine';
import { brokerJars } from './jars.ts';

const run = promisify(execFile);

/** Where a broker keeps its data and listens. */
export interface BrokerSettings {
  /** Made and formatted if absent. */
  readonly dataDir: string;
  readonly port: number;
  /** Where it speaks to itself as the controller of its cluster. */
  readonly controller: number;
  /** The port that clients are told, where something stands between; `port` itself if absent. */
  readonly advertised?: number;
  /** Properties beside those of a broker that trusts its machine, or instead of them. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Further words for the tool that formats its folder, such as users. */
  readonly formatting?: readonly string[];
}

/** A Kafka broker of one node, listening on 127.0.0.1 only. */
export interface Broker extends BrokerSettings {
  /** What a process gets as KAFKA_BROKERS. */
  readonly brokers: string;
  readonly pid: number;
  /** Clean shutdown; resolves when the process has left. */
  readonly stop: () => Promise<void>;
  /** Sends a signal; SIGKILL ends it at once, SIGSTOP and SIGCONT let it hang. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Resolves when the process has left, for whatever reason. */
  readonly left: Promise<void>;
}

const STARTS_WITHIN_MS = 90_000;
/** What the virtual machine needs to be small and start soon rather than run fast. */
const small = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.showDateTime=true'];

/** What a process gets as KAFKA_BROKERS for the broker that is told at a port. */
export const brokersAt = (port: number): string => `127.0.0.1:${port}`;

/**
 * Makes everything ready for a broker. The function it resolves to starts it, without waiting: it is shut down when this process
 * dies in whatever way.
 * @throws when Java, Maven or the jars are missing
 */
export async function prepareBroker(settings: BrokerSettings): Promise<() => ChildProcess> {
  const [jars] = await Promise.all([brokerJars(), mkdir(settings.dataDir, { recursive: true })]);
  const java = [...small, '-cp', join(jars, '*')];
  const file = join(settings.dataDir, 'server.properties');
  await writeFile(file, propertiesOf(settings));
  if (!existsSync(join(logsIn(settings.dataDir), 'meta.properties'))) await format(java, file, settings.formatting);
  return () => {
    const child = spawn('java', [...java, 'kafka.Kafka', file], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    endWithUs(child);
    return child;
  };
}

/**
 * Starts a broker and waits until it takes connections.
 * @throws when Java, Maven or the jars are missing, and with the last complaint of its log when it does not start
 */
export async function startBroker(settings: BrokerSettings): Promise<Broker> {
  const launch = await prepareBroker(settings);
  const child = launch();
  const left = once(child, 'exit').then(() => undefined);
  await started(child, join(settings.dataDir, 'broker.log'));
  const stop = async () => {
    child.kill('SIGTERM');
    await left;
  };
  return { ...settings, brokers: brokersAt(settings.advertised ?? settings.port), pid: child.pid ?? 0, stop, left, signal: (signal) => void child.kill(signal) };
}

const logsIn = (dataDir: string): string => join(dataDir, 'logs');

async function format(java: readonly string[], settings: string, further: readonly string[] = []): Promise<void> {
  // Joined, since one in 64 begins with a dash and would be taken for another option.
  const words = [...java, 'kafka.tools.StorageTool', 'format', `--cluster-id=${randomBytes(16).toString('base64url')}`, '-c', settings, ...further];
  await run('java', words, { timeout: STARTS_WITHIN_MS, maxBuffer: 16_000_000 }).catch((error: unknown) => {
    // It prints its whole configuration before it says what is wrong.
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : undefined;
    throw new Error(`The folder of the broker cannot be formatted: ${(said ?? String(error)).slice(0, 300)}`);
  });
}

/** Follows what the broker says into a file, until it says that it has started. */
async function started(child: ChildProcess, file: string): Promise<void> {
  const log = createWriteStream(file, { flags: 'a' });
  const ready = Promise.withResolvers<void>();
  let complaint = 'it said nothing';
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', (line) => {
    log.write(`${line}\n`);
    if (/ (ERROR|FATAL) |Exception/.test(line)) complaint = line.trim();
    if (line.includes('Kafka Server started')) ready.resolve();
  });
  const refuse = () => ready.reject(new Error(`The broker does not start: ${complaint.slice(0, 300)}`));
  const timer = setTimeout(refuse, STARTS_WITHIN_MS);
  child.once('exit', refuse).once('exit', () => log.end());
  child.once('error', refuse);
  try {
    await ready.promise;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function propertiesOf({ dataDir, port, controller, advertised = port, properties: own }: BrokerSettings): string {
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://${brokersAt(advertised)}`,
    'log.dirs': logsIn(dataDir),
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    // Half of its memory, unless told otherwise.
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    'log.index.size.max.bytes': 1_048_576,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'background.threads': 2,
    ...own,
  };
  return Object.entries(properties).map(([name, value]) => `${name}=${value}\n`).join('');
}
