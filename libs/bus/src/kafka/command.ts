import { parseArgs } from 'node:util';
import { hearers } from '@xunlian/events';
import type { KafkaSettings } from '../settings.ts';
import { accessRights } from './accessRights.ts';
import { explain } from './client.ts';
import { readSettings } from './config.ts';
import { dropLetter, lettersOf, sendAgain, type Letter } from './deadLetterBox.ts';
import { applyTopics, planTopics } from './topics.ts';
import type { TopicsPlan } from './topicsPlan.ts';

// What `xunlian topics …` and `xunlian dead-letters …` run: the command itself speaks to the graph alone.
const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean' }, service: { type: 'string' } } });
const say = (line: string) => void process.stdout.write(`${line}\n`);
const complain = (line: string) => void process.stderr.write(`${line}\n`);
try {
  process.exitCode = (await run(readSettings(), positionals)) ? 0 : 1;
} catch (error) {
  complain(explain(error));
  process.exitCode = 1;
}

async function run(settings: KafkaSettings, [subject = '', what = '', origin = '']: readonly string[]): Promise<boolean> {
  if (subject === 'dead-letters') return manageLetters(settings, what, origin);
  if (what === 'acl') {
    for (const { principal, operation, resource, name, pattern } of accessRights(settings.prefix)) say(`${principal.padEnd(20)} ${operation.padEnd(8)} ${resource} ${pattern.padEnd(8)} ${name}`);
    return true;
  }
  const isDry = options['dry-run'] ?? false;
  const plan = isDry ? await planTopics(settings) : await applyTopics(settings);
  show(plan, isDry);
  return plan.refused.length === 0;
}

function show({ missing, keptOtherwise, refused, weak, replicas }: TopicsPlan, isDry: boolean): void {
  const will = isDry || refused.length > 0 ? 'would be ' : '';
  for (const { name, partitions, keeps } of missing) say(`${will}made       ${name}: ${partitions} partitions, ${replicas} copies, keeps ${keeps}`);
  for (const { layout: { name, keeps } } of keptOtherwise) say(`${will}changed    ${name}: keeps ${keeps}`);
  for (const sentence of weak) say(`weak: ${sentence}`);
  for (const sentence of refused) complain(`refused: ${sentence}`);
  if (missing.length + keptOtherwise.length + refused.length + weak.length === 0) say('Every topic is as it is declared.');
}

async function manageLetters(settings: KafkaSettings, what: string, origin: string): Promise<boolean> {
  const services = options.service === undefined ? hearers : [options.service];
  const letters = (await Promise.all(services.map((service) => lettersOf(settings, service)))).flat();
  if (what === 'list') {
    for (const letter of letters) say([letter.at, letter.service, letter.origin, letter.type, letter.subject, `${letter.attempts}x`, letter.cause].join('  '));
    return true;
  }
  const meant = letters.filter((letter) => letter.origin === origin);
  if (meant.length === 0) complain(`There is no dead letter ${origin}.`);
  let done = meant.length > 0;
  // Each by itself: what is to be done about one is said of every service that has it.
  for (const letter of meant) {
    try {
      await act(settings, what, letter);
    } catch (error) {
      complain(explain(error));
      done = false;
    }
  }
  return done;
}

async function act(settings: KafkaSettings, what: string, letter: Letter): Promise<void> {
  const { message, ...rest } = letter;
  if (what === 'retry') await sendAgain(settings, letter);
  else if (what === 'drop') await dropLetter(settings, letter);
  if (what === 'show') say(JSON.stringify({ ...rest, value: message.value?.toString() ?? null }, null, 2));
  else say(`${what === 'retry' ? 'sent again' : 'dropped'}: ${letter.service} ${letter.origin}`);
}
