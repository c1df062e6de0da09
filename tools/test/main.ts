import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { forget, kept, one, root, type Result } from '../checks/result.ts';
import { testKafka } from './testKafka.ts';
import { testMongod } from './testMongod.ts';

const begun = Date.now();
const checks = ['generate', 'supergraph', 'schemas', 'golden', 'infra', 'types', 'lint'];

/** Every package whose specs must run. One that Nx does not know comes to no result, which is a failure. */
const packages = ['apps', 'libs'].flatMap((group) => readdirSync(join(root, group)).filter((name) => existsSync(join(root, group, name, 'project.json'))));

/** Runs targets through Nx, which skips what has not changed, and answers what it printed. */
async function nx(argv: string[], environment: Record<string, string>): Promise<string> {
  const child = spawn(join(root, 'node_modules/.bin/nx'), ['run-many', '--outputStyle=static', ...argv], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env, ...environment,
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0',
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { printed += text; });
  await new Promise<void>((resolve) => {
    child.once('error', (error) => { printed += error.message; resolve(); });
    child.once('close', () => { resolve(); });
  });
  return printed;
}

function report(results: Result[]): Result[] {
  for (const { name, failed, passed, seconds, finishedAt, output, levels } of results) {
    const what = levels ? ` ${passed} passed${failed > 0 ? `, ${failed} failed` : ''}` : '';
    const time = finishedAt < begun ? 'unchanged' : `${seconds.toFixed(1)} s`;
    console.log(`${failed > 0 ? 'FAILED' : 'ok    '} ${name}${what} (${time})`);
    if (failed > 0) console.log(`${output || 'Tests were left out.'}\n`);
  }
  return results;
}

/** Runs the tasks and reports each; one without a result has failed, and what Nx printed says why. */
async function run(tasks: string[], argv: string[], environment: Record<string, string> = {}): Promise<Result[]> {
  const since = Date.now();
  const printed = await nx(argv, environment);
  const missing = tasks.filter((task) => kept(task) === null);
  const results = report(tasks.flatMap((task) => kept(task) ?? [one(task, since, 'Did not run.')]));
  if (missing.length > 0) console.log(printed.slice(printed.lastIndexOf('\n NX ') + 1));
  return results;
}

forget();
const mongod = testMongod();
const kafka = testKafka();
const checked = await run(checks, ['--targets', checks.join(','), '--projects', 'tools']);
const [database, broker] = await Promise.all([mongod, kafka]);
const servers = report([database.result, broker.result]);
const shared = {
  ...(database.uri === null ? {} : { TEST_MONGODB_URI: database.uri }),
  ...(broker.brokers === null ? {} : { TEST_KAFKA_BROKERS: broker.brokers }),
};
const tested = await run([...packages, 'tools'].map((name) => `specs-${name}`), ['--targets', 'specs'], shared);
await Promise.all([database.stop(), broker.stop()]);

const all = [...checked, ...servers, ...tested];
const total = (count: (result: Result) => number): number => all.reduce((sum, result) => sum + count(result), 0);
const levels = ['unit', 'service', 'scope.service', 'system'].map((level) => `${level} ${total((result) => result.levels?.[level] ?? 0)}`);
const failed = total((result) => result.failed);
console.log(`\nchecks ${checked.length + servers.length}, tests: ${levels.join(', ')}; ${((Date.now() - begun) / 1000).toFixed(0)} s`);
console.log(`${total((result) => result.passed)} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
