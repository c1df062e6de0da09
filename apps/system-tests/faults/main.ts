import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Result } from './fault.ts';
import { faults, openFire } from './shoot.ts';
import { bites } from './teeth.ts';

const usage = 'npm run faults -- [--seed NUMBER] [--only "PART OF A NAME"] [--short | --planted]';
const { values } = parseArgs({ options: { seed: { type: 'string' }, only: { type: 'string', default: '' }, short: { type: 'boolean', default: false }, planted: { type: 'boolean', default: false } } });
const seed = Number(values.seed ?? randomInt(1_000_000));

if (!Number.isInteger(seed)) {
  console.error(`Usage: ${usage}`);
  process.exitCode = 2;
} else {
  console.log(`seed ${seed} (--seed ${seed} repeats it)`);
  process.exitCode = (values.planted ? await plantAll() : await shootAll()) ? 0 : 1;
}

/** Whether nothing was found wrong. */
async function shootAll(): Promise<boolean> {
  const chosen = faults.filter(({ name }) => name.includes(values.only));
  const found: Result[] = [];
  for (const mongods of values.short ? [3] : [3, 1]) {
    const aimed = mongods === 1 ? chosen.filter(({ name }) => name.includes('mongod')) : chosen;
    if (aimed.length === 0) continue;
    const { range, perSecond, strike } = await openFire({ seed, isLong: !values.short, mongods, settings: {} });
    console.log(`${mongods} mongod, ${perSecond.toFixed(0)} commands a second, 60 % of what it carries`);
    try {
      for (const fault of aimed) found.push(say(await strike(fault)));
    } finally {
      await range.stop();
    }
  }
  return found.every(({ wrong }) => wrong.length === 0);
}

function say(result: Result): Result {
  const { name, times, commands, unknown, worstMs, worstReadyMs, late, settledMs, wrong } = result;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  console.log(`${wrong.length > 0 ? 'FAILED' : 'ok    '} ${name}: ${times} times, ${commands} commands (${unknown} of unknown outcome), ${wrong.length} wrong, worst recovery ${seconds(worstMs)}${worstReadyMs === undefined ? '' : ` (ready ${seconds(worstReadyMs)})`}${late ? `, late ${late.times} of ${late.of} times` : ''}, quiet ${seconds(settledMs)} after the last command`);
  for (const line of wrong.slice(0, 20)) console.log(`         ${line}`);
  return result;
}

/** Whether every planted bug was found. */
async function plantAll(): Promise<boolean> {
  let all = true;
  for await (const { plant, afterSeconds, said } of bites(seed, values.only)) {
    console.log(afterSeconds === null ? `MISSED ${plant.name}` : `found  ${plant.name} after ${afterSeconds.toFixed(1)} s: ${said}`);
    all &&= afterSeconds !== null;
  }
  return all;
}
