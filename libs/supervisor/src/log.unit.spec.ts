import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from '../test/until.ts';
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

const folder = mkdtempSync(join(tmpdir(), 'log-'));
afterAll(() => rmSync(folder, { recursive: true }));

function recorded(file: string, script: string) {
  const said: string[] = [];
  const log = openLog({ name: 'sleeper', file, say: (line) => said.push(line) });
  const child = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'pipe', 'pipe'] });
  log.record(child);
  return { said, log, child };
}

test('a log that cannot be written is said once, and what is printed goes on', async () => {
  const { said, log, child } = recorded(folder, 'echo one; read -r go; echo two; echo "Error: three"');
  await until(() => said.length === 1);
  expect(said[0]).toMatch(/^sleeper: its log cannot be written and is lost until it can \(EISDIR/);
  child.stdin.end('go\n');
  await once(child, 'close');
  expect(said.slice(1)).toEqual(['sleeper: Error: three']);
  log.close();
});

test('a log that has become large is set aside while its program runs, and goes on in a new file', async () => {
  const file = join(folder, 'sleeper.log');
  writeFileSync(file, 'early\n');
  const { said, log, child } = recorded(file, 'yes 0123456789 | head -n 1200000; echo late');
  await once(child, 'close');
  log.close();
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const printed = 6 + 1_200_000 * 11 + 5;
  await until(() => size(`${file}.1`) + size(file) === printed);
  expect(readFileSync(`${file}.1`, 'utf8').slice(0, 6)).toBe('early\n');
  expect(readFileSync(file, 'utf8')).toMatch(/^0123456789\n[^]*late\n$/);
  expect(said).toEqual([]);
});
