import { Command, InvalidArgumentError } from 'commander';
import { generate, mostRows } from './generate.ts';
import { folderSink } from './sink.ts';

interface Options {
  readonly rows: number;
  readonly seed: number;
  readonly province: string;
}

await new Command('npm exec -- node tools/bundle/main.ts')
  // 2 for wrong words, as of the command: 1 is for what went wrong.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .argument('<folder>', 'made if need be; files that are there are written over')
  .requiredOption('--rows <number>', 'roughly, several hundred at least; of many, four fifths are findings', aNumberOfRows)
  .option('--seed <number>', 'the same one makes the same bundle', aNumber, 1)
  .option('--province <code>', 'six digits that end in 0000', aProvince, '440000')
  .action(async (folder: string, options: Options) => {
    const sink = await folderSink(folder);
    await generate(options, sink);
    console.log(`${sink.count()} rows in ${folder}, ${sink.count('findings')} of them findings`);
  })
  .parseAsync();

function aNumber(given: string): number {
  if (!/^\d{1,9}$/.test(given)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(given);
}

function aNumberOfRows(given: string): number {
  const rows = aNumber(given);
  if (rows > mostRows) throw new InvalidArgumentError(`It takes at most ${mostRows}.`);
  return rows;
}

function aProvince(given: string): string {
  if (!/^[1-9]\d0000$/.test(given)) throw new InvalidArgumentError('It takes a code such as 440000.');
  return given;
}
