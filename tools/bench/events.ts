import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '@xunlian/supervisor';
import { startTestBroker } from '@xunlian/testing/kafka';
import { drain, type Drained } from './events/drain.ts';
import { heapsOver, inspectable, type HeapCourse } from './events/heap.ts';
import { startLoad, type Taken } from './events/load.ts';
import { benchOneService } from './events/oneService.ts';
import { sayLoad } from './machine.ts';
import { bundleOf, importInto, onGround, systemOn, type Ground, type Room } from './room.ts';
import { sayTable } from './table.ts';
import { ms, quantile } from './timing.ts';

const warmUpMs = 5_000;
const measuredMs = 25_000;

/** What one transport came to. */
interface Measured {
  readonly transport: string;
  readonly drained: Drained;
  readonly taken: Taken;
  /** Processor time of gateway, services and mongod a command, in milliseconds. */
  readonly cpuMs: number;
  readonly heaps: readonly HeapCourse[];
}

/**
 * From the command to the figure: commands through one service, insight draining everything there is, commands until the
 * figure includes them, and heaps under that load; over the journals themselves, and then by Kafka, on the same records.
 */
export async function benchEvents(rows = 100_000, minutes = 1): Promise<void> {
  await onGround(async (ground) => {
    const embedded = await systemOn(ground, inspectable);
    await importInto(embedded.system, await bundleOf(rows, { folder: ground.folder }));
    await benchOneService(embedded);
    sayLoad();
    const measured = [await measure('embedded', embedded, minutes)];
    await embedded.system.stop();
    measured.push(await measure('Kafka', await systemOn(ground, { ...inspectable, ...(await brokerFor(ground)) }), minutes));
    sayMeasured(measured, minutes);
    sayLoad();
  });
}

/** A broker with every topic; what programs are told of it. */
async function brokerFor({ keep }: Ground): Promise<Record<string, string>> {
  const told = { KAFKA_BROKERS: keep(await startTestBroker()).brokers };
  const command = spawn(process.execPath, ['apps/cli/src/main.ts', 'topics', 'apply'], { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...told } });
  const [code] = (await once(command, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The topics could not be made.');
  return told;
}

async function measure(transport: string, room: Room, minutes: number): Promise<Measured> {
  const drained = await drain(room);
  await room.system.ready();
  const load = await startLoad(room.system, transport.toLowerCase());
  await pause(warmUpMs);
  load.taken();
  const before = room.spent();
  await pause(measuredMs);
  const taken = load.taken();
  const cpuMs = (1_000 * (room.spent() - before)) / taken.command.length;
  const heaps = await heapsOver(room, minutes);
  await load.stop();
  return { transport, drained, taken, cpuMs, heaps };
}

function sayMeasured(measured: readonly Measured[], minutes: number): void {
  sayTable('insight from an empty file to the last event', ['', 'events', 'seconds', 'events/s', 'CPU s'], measured.map(({ transport, drained: { events, seconds, cpuSeconds } }) =>
    [transport, String(events), seconds.toFixed(1), (events / seconds).toFixed(0), cpuSeconds.toFixed(1)]));
  const quantiles = (values: readonly number[]) => [ms(quantile(values, 0.5)), ms(quantile(values, 0.99)), ms(Math.max(...values))];
  sayTable(`200 commands/s at the gateway for ${measuredMs / 1_000} s, ms`, ['', 'commands', 'p50', 'p99', 'longest', 'CPU ms', 'to the figure', 'p50', 'p99', 'longest'],
    measured.map(({ transport, cpuMs, taken: { command, figure } }) => [transport, String(command.length), ...quantiles(command), ms(cpuMs), String(figure.length), ...quantiles(figure)]));
  for (const { transport, heaps } of measured)
    sayTable(`heap after collection under the same load, ${minutes} min, ${transport}`, ['process', 'first MB', 'last MB', 'MB a minute'],
      heaps.map(({ name, first, last, growth }) => [name, first.toFixed(1), last.toFixed(1), growth.toFixed(2)]));
}
