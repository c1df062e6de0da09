import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { topics } from '@xunlian/events';
import { breaks, schemaOf, type TopicSchema } from './schemas.ts';

const folder = resolve(import.meta.dirname, '../../libs/events/schemas');
const { values: options } = parseArgs({ options: { check: { type: 'boolean' } } });

const wanted = new Map(topics.map((topic) => [`${topic.name}.json`, schemaOf(topic)]));
const committed = new Map(readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as TopicSchema]));
const text = (schema: TopicSchema) => `${JSON.stringify(schema, null, 2)}\n`;

const broken = [...committed].flatMap(([file, old]) => {
  const next = wanted.get(file);
  return next ? breaks(old, next) : [`${old.$id} is gone`];
});
const outdated = [...wanted].filter(([file, schema]) => !existsSync(join(folder, file)) || readFileSync(join(folder, file), 'utf8') !== text(schema));

if (broken.length > 0) fail(['Who knows the old contract and who knows the new one would not understand each other; declare a new version of the topic instead.', ...broken]);
else if (options.check) fail(outdated.map(([file]) => `libs/events/schemas/${file} is not what the declarations say: run npm exec -- node tools/schemas/main.ts`));
else for (const [file, schema] of outdated) writeFileSync(join(folder, file), text(schema));

function fail(complaints: readonly string[]): void {
  if (complaints.length === 0) return;
  process.stderr.write(`${complaints.join('\n')}\n`);
  process.exitCode = 1;
}
