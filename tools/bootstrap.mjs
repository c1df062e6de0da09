// Plain JavaScript for whatever Node the machine has: installs what is missing, then hands over to the project's own Node.
// node tools/bootstrap.mjs start|test|bench|cluster|faults [arguments]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const projectNode = join(root, 'node_modules', '.bin', 'node');

/** @type {(line: string) => never} */
function giveUp(line) {
  console.error(line);
  process.exit(1);
}

/** The packages a lock file names, by folder. */
function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), 'utf8')).packages;
  } catch {
    return {};
  }
}

/** Whether every package of the lock file is installed in its version; npm keeps its own account of that in node_modules. */
function isInstalled() {
  if (!existsSync(projectNode)) return false;
  const installed = packagesOf('node_modules/.package-lock.json');
  return Object.entries(packagesOf('package-lock.json')).every(([folder, wanted]) => {
    const dispensable = folder === '' || wanted.optional || wanted.devOptional || wanted.peer;
    const present = installed[folder];
    return present ? present.version === wanted.version || folder === '' : dispensable;
  });
}

function install() {
  console.error('installing packages …');
  const args = ['ci', '--include=dev', '--loglevel=error'];
  const viaNpm = process.env.npm_execpath;
  const [command, before] = viaNpm?.endsWith('.js') ? [process.execPath, [viaNpm]] : ['npm', []];
  const { error, status } = spawnSync(command, [...before, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) giveUp('npm is missing: install it together with Node.js 20 or newer.');
  if (status !== 0) giveUp(`npm ci failed (code ${status}); see above.`);
  if (!existsSync(projectNode)) giveUp('The package "node" was installed without its binary: allow install scripts, then run "npm rebuild node".');
}

function handOver(tool, args) {
  const main = join(root, tool === 'faults' ? 'apps/system-tests' : 'tools', tool, 'main.ts');
  if (!existsSync(main)) giveUp('usage: node tools/bootstrap.mjs start|test|bench|cluster|faults [arguments]');
  const env = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'), MALLOC_ARENA_MAX: '2', ...process.env };
  // A tool waits for others most of the time and needs little room. The channel tells it when this process is killed.
  const child = spawn(projectNode, ['--max-semi-space-size=2', main, ...args], { cwd: process.cwd(), env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => giveUp(`Node.js of this project cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  giveUp(`Node.js ${OLDEST_NODE} or newer is needed to begin; this is ${process.version}.`);
}
const [tool = '', ...args] = process.argv.slice(2);
if (!isInstalled()) install();
handOver(tool, args);
