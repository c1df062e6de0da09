import { Argument, Command, InvalidArgumentError } from 'commander';
import { benchCommands } from './commands.ts';
import { benchEvents } from './events.ts';
import { benchIdle } from './idle.ts';
import { benchImport } from './import.ts';
import { benchLists } from './lists.ts';
import { sayMachine } from './machine.ts';
import { benchOverview } from './overview.ts';
import { benchStart } from './start.ts';

/** Each says its results; none judges them. */
const benches: Readonly<Record<string, (rows: number | undefined, minutes: number | undefined) => Promise<void>>> = {
  import: benchImport, overview: benchOverview, lists: benchLists, commands: benchCommands, start: benchStart, idle: benchIdle, events: benchEvents,
};

await new Command('npm run bench --')
  // 2 for wrong words, as of the command: 1 is for what went wrong.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .addArgument(new Argument('<bench...>').choices(Object.keys(benches)))
  .option('--rows <number>', 'of the bundle that is imported', aNumber)
  .option('--minutes <number>', 'for which events watches heaps', aNumber)
  .action(async (names: readonly string[], { rows, minutes }: { rows?: number; minutes?: number }) => {
    await sayMachine();
    for (const name of names) await benches[name]?.(rows, minutes);
  })
  .parseAsync();

function aNumber(given: string): number {
  if (!/^[1-9]\d*$/.test(given)) throw new InvalidArgumentError('It takes a whole number above 0.');
  return Number(given);
}
