import { randomInt } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Result } from './fault.ts';
import { plants } from './plants.ts';
import { faults, openFire } from './shoot.ts';
import { bites } from './teeth.ts';

interface Options {
  readonly seed: number;
  readonly only: string;
  readonly short?: boolean;
  readonly planted?: boolean;
}

await new Command('npm run faults --')
  // 2 for wrong words, as of the command: 1 is for what went wrong.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .option('--seed <number>', 'repeats a run', aSeed, randomInt(1_000_000))
  .option('--only <text>', 'the faults or bugs whose names have it', '')
  .option('--short', 'as npm test has them')
  .addOption(new Option('--planted', 'plant bugs and look whether they are found').conflicts('short'))
  .action(async (options: Options, command: Command) => {
    const names = (options.planted ? plants : faults).map(({ name }) => name);
    if (!names.some((name) => name.includes(options.only))) command.error(`None of these has "${options.only}" in its name: ${names.join('; ')}.`);
    console.log(`seed ${options.seed} (--seed ${options.seed} repeats it)`);
    process.exitCode = (await (options.planted ? plantAll(options) : shootAll(options))) ? 0 : 1;
  })
  .parseAsync();

function aSeed(given: string): number {
  if (!/^\d{1,9}$/.test(given)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(given);
}

/** Whether nothing was found wrong, and nothing late: moments of a short run are luck, and it only says what was. */
async function shootAll({ seed, only, short = false }: Options): Promise<boolean> {
  const chosen = faults.filter(({ name }) => name.includes(only));
  const found: Result[] = [];
  for (const mongods of short ? [3] : [3, 1]) {
    const aimed = mongods === 1 ? chosen.filter(({ name }) => name.includes('mongod')) : chosen;
    if (aimed.length === 0) continue;
    const { range, perSecond, strike } = await openFire({ seed, isLong: !short, mongods, settings: {} });
    console.log(`${mongods} mongod, ${perSecond.toFixed(0)} commands a second, 60 % of what it carries`);
    try {
      for (const fault of aimed) found.push(say(await strike(fault), !short));
    } finally {
      await range.stop();
    }
  }
  return found.every(({ wrong, unfinished, late }) => wrong.length + unfinished.length === 0 && (short || late.length === 0));
}

function say(result: Result, isBound: boolean): Result {
  const { name, times, commands, unknown, worstMs, worstReadyMs, late, settledMs, unfinished } = result;
  const wrong = [...result.wrong, ...unfinished];
  const hasFailed = wrong.length > 0 || (isBound && late.length > 0);
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  console.log(`${hasFailed ? 'FAILED' : 'ok    '} ${name}: ${times} times, ${commands} commands (${unknown} of unknown outcome), ${wrong.length} wrong, worst recovery ${seconds(worstMs)}${worstReadyMs === undefined ? '' : ` (ready ${seconds(worstReadyMs)})`}, ${late.length} late, quiet ${seconds(settledMs)} after the last command`);
  for (const line of [...wrong.slice(0, 20), ...late.slice(0, 20).map((what) => `late: ${what}`)]) console.log(`         ${line}`);
  return result;
}

/** Whether every planted bug was found, and nothing where none was planted. */
async function plantAll({ seed, only }: Options): Promise<boolean> {
  let all = true;
  for await (const { name, isRight, said } of bites(seed, only)) {
    console.log(`${isRight ? 'ok    ' : 'FAILED'} ${name}: ${said}`);
    all &&= isRight;
  }
  return all;
}
