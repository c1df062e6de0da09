import { markers } from './commands.ts';
import type { Shot } from './fault.ts';
import { inBatch } from './inBatch.ts';
import { newId, send } from './load.ts';
import { askingProcess } from './range.ts';
import { taken, within } from './settle.ts';

/** Programs to be killed at once. */
export interface Victims {
  readonly names: readonly string[];
  /** A service of which one process is to have a batch of facts in hand then; at once where it is absent. */
  readonly inBatchOf?: string;
}

/** Kills programs and gives how long it took, in ms, until all were ready again, and until their feeds took what is new. */
export async function killAndWait(shot: Shot, { names, inBatchOf }: Victims): Promise<{ readyMs: number; takingMs: number }> {
  const { cluster } = shot.range;
  let killed = 0;
  const kill = () => {
    killed = performance.now();
    for (const name of names) cluster.kill(name);
  };
  if (inBatchOf === undefined) kill();
  else await inBatch(shot, inBatchOf, kill);
  await Promise.all(names.map((name) => cluster.ready(name)));
  const readyMs = performance.now() - killed;
  await Promise.all(names.map((name) => taking(shot, name)));
  return { readyMs, takingMs: performance.now() - killed };
}

/**
 * Resolves when a process of a service answers a question that builds on what was committed just now, and insight one that builds on
 * what that service itself has; throws when none is answered in time.
 */
export async function taking(shot: Shot, name: string): Promise<void> {
  if (name.startsWith('gateway')) return;
  await Promise.all([tookFrom(shot, 'organizations', name), tookFrom(shot, name.replace(/-\d+$/, ''), 'insight-1')]);
}

/** Resolves when a process has taken what a service commits now; at once where that owns nothing. */
async function tookFrom({ range: { cluster }, load }: Shot, service: string, hearer: string): Promise<void> {
  const ask = askingProcess(cluster, hearer);
  await within(`the facts of ${service} that ${hearer} is to take`, async () => {
    const marker = markers(load.world, newId()).get(service);
    if (!marker) return null;
    const after = await send(load, marker, 0);
    if (after === '') return 'a command that is carried out';
    const { errors } = await ask('{ __typename }', {}, { after });
    return errors ? 'an answer that builds on one' : null;
  });
}

/** The mutations of those services that carry no command out, of which each is asked for one. */
export async function refusing({ load }: Shot): Promise<string[]> {
  const answers = await Promise.all([...markers(load.world, newId()).values()].map(async (marker, turn) => [marker.mutation, await send(load, marker, turn)] as const));
  return answers.flatMap(([mutation, position]) => (position === '' ? [mutation] : []));
}

/** Resolves when every process of every service has taken all that was committed before; throws what is still behind after two minutes. */
export function caughtUp({ range: { cluster }, load }: Shot): Promise<void> {
  return taken(cluster, load, cluster.programs.filter((name) => !name.startsWith('gateway')));
}
