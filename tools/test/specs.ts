import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keep, root, type Result } from '../checks/result.ts';

/** The part of jest's report that is looked at. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { name: string; assertionResults: { status: string }[] }[];
}

/** After this long a run has hung. The longest takes nine minutes on a slow day. */
const LONGEST_MS = 13 * 60_000;
/** How long jest may stay after it has said that something keeps it from ending. */
const LINGERS_MS = 3_000;

/** `node tools/test/specs.ts <package> <folder>`: runs the specs of one package and keeps what they came to. */
async function specs(name: string, folder: string): Promise<void> {
  const begun = Date.now();
  const report = join(root, `.nx/results/jest-${name}.json`);
  mkdirSync(join(root, '.nx/results'), { recursive: true });
  rmSync(report, { force: true });
  const { code, printed } = await jest(folder, report);
  const output = code === 0 ? '' : printed || `jest ended with ${code ?? 'a signal'}.`;
  const since = { seconds: (Date.now() - begun) / 1000, finishedAt: Date.now() };
  keep(`specs-${name}`, [{ name, output, ...counted(report, code === 0), ...since }]);
}

/** Runs jest to its end. A run that something left behind keeps alive is ended, and has failed. */
function jest(folder: string, report: string): Promise<{ code: number | null; printed: string }> {
  const child = spawn(process.execPath, [
    '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules/jest/bin/jest.js'), '--config', 'jest.config.js',
    '--roots', folder, '--runInBand', '--passWithNoTests', '--json', '--outputFile', report,
  ], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], timeout: LONGEST_MS, killSignal: 'SIGKILL' });
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (text.includes('Jest did not exit')) setTimeout(() => child.kill('SIGKILL'), LINGERS_MS).unref();
  });
  return new Promise((resolve) => {
    child.once('error', (error) => { resolve({ code: null, printed: error.message }); });
    child.once('exit', (code) => { resolve({ code, printed }); });
  });
}

/** Tests passed and failed. A suite that did not run, a test left out and a run without a report each count as failed. */
function counted(report: string, succeeded: boolean): Pick<Result, 'passed' | 'failed' | 'levels'> {
  if (!existsSync(report)) return { passed: 0, failed: 1, levels: {} };
  const found = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const failed = found.numFailedTests + found.numRuntimeErrorTestSuites + found.numPendingTests + found.numTodoTests;
  const levels: Record<string, number> = {};
  for (const { name, assertionResults } of found.testResults) {
    const level = /\.((?:scope\.)?\w+)\.spec\.ts$/.exec(name)?.[1] ?? 'other';
    levels[level] = (levels[level] ?? 0) + assertionResults.filter(({ status }) => status === 'passed').length;
  }
  return { passed: found.numPassedTests, failed: succeeded ? failed : Math.max(failed, 1), levels };
}

const [name = '', folder = ''] = process.argv.slice(2);
await specs(name, folder);
