import { parseArgs } from 'node:util';
import { benchCommands } from './commands.ts';
import { benchIdle } from './idle.ts';
import { benchImport } from './import.ts';
import { benchLists } from './lists.ts';
import { sayMachine } from './machine.ts';
import { benchOverview } from './overview.ts';
import { benchStart } from './start.ts';

/** Each says its results; none judges them. */
const benches: Readonly<Record<string, (rows: number | undefined) => Promise<void>>> = {
  import: benchImport, overview: benchOverview, lists: benchLists, commands: benchCommands, start: benchStart, idle: benchIdle,
};

const usage = `npm run bench -- ${Object.keys(benches).join(' | ')} [--rows NUMBER]`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rows: { type: 'string' } } });
const rows = values.rows === undefined ? undefined : Number(values.rows);
const chosen = positionals.map((name) => benches[name]);

if (chosen.length === 0 || chosen.includes(undefined) || (rows !== undefined && !(Number.isInteger(rows) && rows > 0))) {
  console.error(`Usage: ${usage}`);
  process.exitCode = 2;
} else {
  await sayMachine();
  for (const bench of chosen) await bench?.(rows);
}
