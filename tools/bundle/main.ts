import { parseArgs } from 'node:util';
import { generate } from './generate.ts';
import { folderSink } from './sink.ts';

const usage = 'node tools/bundle/main.ts FOLDER --rows 95000 [--seed 1] [--province 440000]';

const { values, positionals: [folder, ...others] } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string' }, seed: { type: 'string', default: '1' }, province: { type: 'string', default: '440000' } },
});
const [rows, seed] = [Number(values.rows), Number(values.seed)];

if (folder === undefined || others.length > 0 || !Number.isInteger(rows) || !Number.isInteger(seed) || !/^[1-9]\d0000$/.test(values.province)) {
  console.error(`Usage: ${usage}`);
  process.exitCode = 2;
} else {
  const sink = await folderSink(folder);
  await generate({ rows, seed, province: values.province }, sink);
  console.log(`${sink.count()} rows in ${folder}, ${sink.count('findings')} of them findings`);
}
