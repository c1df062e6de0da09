import { run } from './program.ts';
import { processTerminal } from './terminal.ts';

let isHeard = true;
// Whoever reads along may leave, or the disk may be full: what was begun is carried to its end all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => { isHeard = false; });
const exitCode = await run(process.argv.slice(2), processTerminal());
process.exitCode = exitCode === 0 && !isHeard ? 1 : exitCode;
