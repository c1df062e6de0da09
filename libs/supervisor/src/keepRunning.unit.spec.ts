import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { until } from '../test/until.ts';
import { keepRunning } from './keepRunning.ts';
import type { Supervised } from './keepRunning.ts';

let program: Supervised;
let launches: number[];
let said: string[];

function keep(script: string): void {
  launches = [];
  said = [];
  const launch = () => {
    launches.push(Date.now());
    return spawn('/bin/sh', ['-c', script], { stdio: 'ignore' });
  };
  program = keepRunning({ name: 'sleeper', launch, say: (line) => said.push(line) });
}

afterEach(() => program.stop(0));

test('starts a program that ends again, each time after a longer pause', async () => {
  keep('exit 7');
  await until(() => launches.length === 3);
  const [first = 0, second = 0, third = 0] = launches;
  expect(second - first).toBeGreaterThanOrEqual(190);
  expect(third - second).toBeGreaterThanOrEqual(390);
  expect(said.slice(0, 2)).toEqual(['sleeper ended with code 7; starting it again in 0.2 s', 'sleeper ended with code 7; starting it again in 0.4 s']);
});

test('starts a program that was killed again', async () => {
  keep('exec sleep 60');
  const before = program.pid();
  program.kill('SIGKILL');
  await until(() => launches.length === 2);
  expect(program.pid()).not.toBe(before);
  expect(program.deaths()).toBe(1);
});

test('a restart that was asked for is no death', async () => {
  keep('exec sleep 60');
  await program.restart();
  expect(launches).toHaveLength(2);
  expect(program.deaths()).toBe(0);
  expect(said).toEqual([]);
});

test('says how the process left that was before a restart', async () => {
  const child = spawn('/bin/sh', ['-c', 'trap "sleep 0.2; exit 3" TERM; echo up; while :; do sleep 0.05; done'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const others = [child];
  program = keepRunning({ name: 'leaver', launch: () => others.pop() ?? spawn('/bin/sh', ['-c', 'exec sleep 60'], { stdio: 'ignore' }), say: () => undefined });
  await once(child.stdout, 'data');
  const left = await program.restart();
  expect(left).toMatchObject({ code: 3, signal: null });
  expect(left?.ms).toBeGreaterThanOrEqual(190);
});

test('kills a program that does not leave when told to', async () => {
  const child = spawn('/bin/sh', ['-c', 'trap "" TERM; echo deaf; while :; do sleep 0.1; done'], { stdio: ['ignore', 'pipe', 'ignore'] });
  program = keepRunning({ name: 'deaf', launch: () => child, say: () => undefined });
  await once(child.stdout, 'data');
  await program.stop(200);
  expect(child.signalCode).toBe('SIGKILL');
});

test('does not start a program again that was stopped during its pause', async () => {
  keep('exit 1');
  await until(() => program.deaths() === 1);
  await program.stop(1_000);
  await pause(300);
  expect(launches).toHaveLength(1);
});

test('says so when a program cannot be started at all', async () => {
  said = [];
  program = keepRunning({ name: 'nobody', launch: () => spawn('/nowhere/nobody'), say: (line) => said.push(line) });
  await until(() => said.length === 1);
  expect(said[0]).toMatch(/^nobody could not be started \(spawn \/nowhere\/nobody ENOENT\)/);
});

test('has no process when it is stopped', async () => {
  const child = spawn('/bin/sh', ['-c', 'exec sleep 60'], { stdio: 'ignore' });
  program = keepRunning({ name: 'once', launch: () => child, say: () => undefined });
  const exit = once(child, 'exit');
  await program.stop(1_000);
  await exit;
  expect(program.pid()).toBeUndefined();
});
