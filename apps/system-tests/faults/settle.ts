import { setTimeout as pause } from 'node:timers/promises';
import { serviceNames } from '@xunlian/supervisor';
import type { Cluster } from '@xunlian/supervisor/cluster';
import { ask } from '@xunlian/testing/graph';
import { inconsistencies } from '../test/journals.ts';
import { unmoved, violations } from './checker.ts';
import { markers } from './commands.ts';
import { newId, send, type LoadOptions } from './load.ts';
import { askingProcess, type Range } from './range.ts';
import type { Entry } from './recorder.ts';
import { factsIn, rowsIn, wrongFigures } from './source.ts';

const patience = 120_000;

/**
 * Waits until everything that was committed is relayed, and taken by everybody who hears it: by both processes of insight, which
 * keep rows of their own. Throws what is still behind after two minutes.
 */
export async function settle({ cluster }: Range, load: LoadOptions): Promise<void> {
  await taken(cluster, load, ['insight-1', 'insight-2']);
  await within('the status', async () => {
    const { data, errors } = await ask<Record<string, { unrelayed: number; feeds: { lag: number; source: string }[] }>>(cluster.urls[0] ?? '', statusQuestion);
    if (errors) return errors.map(({ message }) => message).join('; ');
    const behind = Object.entries(data).filter(([, { unrelayed, feeds }]) => unrelayed > 0 || feeds.some(({ lag }) => lag > 0));
    return behind.map(([name, status]) => `${name} ${JSON.stringify(status)}`).join('; ') || null;
  });
}

/** Waits until processes of services have taken, of all that they hear, what was committed before. Throws what is still behind after two minutes. */
export async function taken(cluster: Cluster, load: LoadOptions, names: readonly string[]): Promise<void> {
  await within('the positions', async () => {
    const positions = await Promise.all([...markers(load.world, newId()).values()].map((marker, turn) => send(load, marker, turn)));
    if (positions.includes('')) return 'a service that takes no command';
    const after = positions.join(',');
    const late = await Promise.all(names.map(async (name) => {
      const { errors } = await askingProcess(cluster, name)('{ __typename }', {}, { after });
      return errors ? [name] : [];
    }));
    return late.flat().join(', ') || null;
  });
}

const statusQuestion = `{ ${serviceNames.map((name) => `${name}Status { unrelayed feeds { source lag } }`).join(' ')} }`;

/** Tries until nothing is missing any more; throws what is after so many ms, two minutes unless given. */
export async function within(what: string, missing: () => Promise<string | null>, ms = patience): Promise<void> {
  for (const deadline = Date.now() + ms; ; await pause(100)) {
    const said = await missing().catch((error: unknown) => String(error));
    if (said === null) return;
    if (Date.now() > deadline) throw new Error(`After ${ms / 1_000} s ${what} are not there: ${said.slice(0, 1_000)}`);
  }
}

/** Everything that is wrong with a range that has settled: its history, its documents and read models, its figures, and topics on which the last commands moved nothing. */
export async function wrongIn(range: Range, { recorder, before }: LoadOptions, last: readonly Entry[]): Promise<string[]> {
  const [facts, rows] = await Promise.all([factsIn(range), rowsIn(range)]);
  return [...violations(recorder.entries, facts, before), ...unmoved(last, facts), ...(await inconsistencies(range)), ...(await wrongFigures(range, rows)), ...(await range.missed())];
}
