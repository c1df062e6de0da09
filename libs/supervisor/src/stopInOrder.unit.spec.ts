import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { keepRunning } from './keepRunning.ts';
import { stopInOrder } from './stopInOrder.ts';

const children: ChildProcess[] = [];

/** Something that is kept running and hears no SIGTERM. */
async function deaf() {
  const child = spawn('/bin/sh', ['-c', 'trap "" TERM; echo deaf; while :; do sleep 0.1; done'], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  const program = keepRunning({ name: 'deaf', launch: () => child, say: () => undefined });
  await once(child.stdout, 'data');
  return program;
}

afterEach(() => { for (const child of children.splice(0)) child.kill('SIGKILL'); });

test('who does not want to wait any longer kills everything at once, amid a stop in good order', async () => {
  const [gateway, mongod] = await Promise.all([deaf(), deaf()]);
  const fleet = { stop: (now: boolean) => gateway.stop(now ? 0 : 60_000) };
  const inGoodOrder = stopInOrder(fleet, mongod, false);
  await stopInOrder(fleet, mongod, true);
  expect(children.map(({ signalCode }) => signalCode)).toEqual(['SIGKILL', 'SIGKILL']);
  await inGoodOrder;
});

test('what the programs stand on is stopped after them, within what they have left of 10 s', async () => {
  const [gateway, ended] = [await deaf(), [] as (string | number)[]];
  const stop = async (withinMs: number) => void ended.push(withinMs);
  await stopInOrder({ stop: async () => gateway.stop(500).then(() => void ended.push('programs')) }, { stop }, false);
  expect(ended).toEqual(['programs', expect.any(Number)]);
  expect(ended[1]).toBeLessThan(9_500);
});
