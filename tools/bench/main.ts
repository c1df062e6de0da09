import { parseArgs } from 'node:util';
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

const usage = `npm run bench -- ${Object.keys(benches).join(' | ')} [--rows NUMBER] [--minutes NUMBER]`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rows: { type: 'string' }, minutes: { type: 'string' } } });
const [rows, minutes] = [values.rows, values.minutes].map((value) => (value === undefined ? undefined : Number(value)));
const isNumber = (value: number | undefined) => value === undefined || (Number.isInteger(value) && value > 0);
const chosen = positionals.map((name) => benches[name]);

if (chosen.length === 0 || chosen.includes(undefined) || !isNumber(rows) || !isNumber(minutes)) {
  console.error(`Usage: ${usage}`);
  process.exitCode = 2;
} else {
  await sayMachine();
  for (const bench of chosen) await bench?.(rows, minutes);
}
