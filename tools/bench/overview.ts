import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@xunlian/supervisor';
import { asking } from './asking.ts';
import { sayLoad } from './machine.ts';
import { bundleOf, importInto, inRoom } from './room.ts';
import { sayTable } from './table.ts';
import { ms, timed } from './timing.ts';

const warmUps = 50;
/** The 99th percentile of fewer is one of its few worst. */
const requests = 1_000;

/** The full question of a province at the gateway, over more than 100,000 findings unless told otherwise. */
export async function benchOverview(rows = 128_000): Promise<void> {
  const query = readFileSync(join(projectRoot, 'infra', 'samples', 'overview.graphql'), 'utf8');
  const variables = { office: '440000', from: '2017-01-01', to: '2020-12-31', scope: 'SUBTREE' };
  let asked = 0;
  /** Every period is another one, whoever asked before, so that each question is counted. */
  const another = () => {
    const [days, round] = [asked % 1_500, Math.floor(asked / 1_500)];
    asked += 1;
    return { ...variables, from: day(2016, days), to: day(2020, 365 - round) };
  };
  await inRoom(async ({ system, folder, spent }) => {
    await importInto(system, await bundleOf(rows, { folder }));
    const lines: string[][] = [];
    for (const [kind, variablesOf, callers] of [['every time another period', another, 1], ['every time another period', another, 16], ['the same, nothing written', () => variables, 1], ['the same, nothing written', () => variables, 16]] as const) {
      const { ask, close } = asking(system.url, callers);
      const question = () => ask(query, variablesOf());
      await timed(question, { callers, requests: warmUps });
      const before = spent();
      const { perSecond, p50, p99 } = await timed(question, { callers, requests });
      lines.push([kind, String(callers), perSecond.toFixed(0), ms(p50), ms(p99), ms((1000 * (spent() - before)) / requests)]);
      await close();
    }
    const { ask, close } = asking(system.url, 1);
    const { findings } = await ask<{ findings: { totalCount: number } }>('{ findings(first: 1) { totalCount } }');
    await close();
    sayTable(`overview of a province over ${findings.totalCount} findings, ${requests} requests`, ['question', 'callers', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms'], lines);
    sayLoad();
  });
}

/** The so-many-th day of a year and of those after it, counted from 0. */
function day(year: number, days: number): string {
  return new Date(Date.UTC(year, 0, 1 + days)).toISOString().slice(0, 10);
}
