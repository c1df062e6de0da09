import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { topics } from '@xunlian/events';
import { goldenFolder, readGolden, type Golden } from '@xunlian/harness';
import { choose } from './choose.ts';
import { publishAll } from './collect.ts';
import { altered, sumOf, unreadable, wanting, type Wanting } from './complaints.ts';

const sumsFile = join(goldenFolder, 'SHA256SUMS');
const { values: options } = parseArgs({ options: { check: { type: 'boolean' } } });
mkdirSync(goldenFolder, { recursive: true });

const golden = readGolden();
const texts = new Map(golden.map(({ path }) => [path, readFileSync(join(goldenFolder, path), 'utf8')]));
const sums = new Map((existsSync(sumsFile) ? readFileSync(sumsFile, 'utf8') : '').split('\n').filter(Boolean).map((line) => [line.slice(66), line.slice(0, 64)]));
const lacking = wanting(topics, golden);

fail('A golden file (libs/events/golden) shows what was published and never changes: put it back.', altered(sums, texts));
fail('What was published can not be read any more; declare a new version of the topic instead.', unreadable(topics, golden));
if (options.check) fail('Run npm exec -- node tools/golden/main.ts, which adds what is missing.', lacking.map(({ topic, type, lacks }) => `${topic.name}: ${type} ${lacks}`));
else if (process.exitCode === undefined && lacking.length > 0) await add(lacking);

/** Publishes everything once more, and adds a file for each type of which something is missing. */
async function add(missing: readonly Wanting[]): Promise<void> {
  const published = await publishAll();
  for (const { topic, type } of missing) {
    const told = (published.get(topic.name) ?? []).filter(({ facts }) => facts.some((fact) => fact.type === type));
    if (told.length === 0) throw new Error(`Nothing that can be commanded tells of ${type}.`);
    const number = 1 + golden.filter((file) => file.topic === topic.name && file.type === type).length;
    write(`${topic.name}/${type}.${number}.json`, { topic: topic.name, type, records: choose(type, told) });
  }
}

function write(path: string, file: Golden): void {
  const text = `${JSON.stringify(file, null, 2)}\n`;
  mkdirSync(dirname(join(goldenFolder, path)), { recursive: true });
  writeFileSync(join(goldenFolder, path), text, { flag: 'wx' });
  appendFileSync(sumsFile, `${sumOf(text)}  ${path}\n`);
}

function fail(advice: string, complaints: readonly string[]): void {
  if (complaints.length === 0) return;
  process.stderr.write(`${[advice, ...complaints].join('\n')}\n`);
  process.exitCode = 1;
}
