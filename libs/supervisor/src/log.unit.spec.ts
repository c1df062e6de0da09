import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { complaint, openLog } from './log.ts';

test.each([
  ['{"level":"info","message":"ready"}', null],
  ['{"level":"warn","message":"slow"}', 'slow'],
  ['{"level":"error","message":"no answer","error":"MongoError"}', 'no answer: MongoError'],
  ['{"level":50,"msg":"broken","error":{"message":"cause"}}', 'broken: cause'],
  ['{"level":', null],
  ['plain words', null],
  ['    at startServer (main.ts:1)', null],
  ['TypeError: x is not a function', 'TypeError: x is not a function'],
])('of %s a person sees %s', (line, seen) => {
  expect(complaint(line)).toBe(seen);
});

const record = async (file: string, script: string) => {
  const said: string[] = [];
  const log = openLog({ name: 'sleeper', file, say: (line) => said.push(line) });
  const child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  log.record(child);
  await once(child, 'close');
  log.close();
  // What was printed last is on its way to the disk.
  await pause(300);
  return said;
};

test('a log that cannot be written is said once, and what is printed goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const said = await record(folder, 'echo one; sleep 0.3; echo two; sleep 0.3; echo "Error: three"');
  expect(said).toEqual([expect.stringMatching(/^sleeper: its log cannot be written and is lost until it can \(EISDIR/), 'sleeper: Error: three']);
  rmSync(folder, { recursive: true });
});

test('a log that has become large is set aside while its program runs, and goes on in a new file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const file = join(folder, 'sleeper.log');
  writeFileSync(file, 'early\n');
  expect(await record(file, 'yes 0123456789 | head -n 1200000; sleep 0.3; echo late')).toEqual([]);
  expect(readFileSync(`${file}.1`, 'utf8').slice(0, 6)).toBe('early\n');
  expect(readFileSync(file, 'utf8')).toMatch(/^0123456789\n[^]*late\n$/);
  expect(statSync(`${file}.1`).size + statSync(file).size).toBe(6 + 1_200_000 * 11 + 5);
  rmSync(folder, { recursive: true });
});
