import { setTimeout as pause } from 'node:timers/promises';
import { hearers } from '@xunlian/events';
import { CommandFailure } from './failure.ts';
import { checkReachable, type Graph } from './graph.ts';
import { rebuildQuestions, type Rebuild } from './questions.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds between looks at how far it is. */
const lookEvery = 500;

/**
 * Has a service build a read model anew and waits until it has taken the place of the old one; false when it failed. Throws a
 * CommandFailure when there is no such service, and the GraphError of a system that refuses.
 */
export async function rebuildReadModel(graph: Graph, terminal: Terminal, { service, readModel }: { service: string; readModel: string }): Promise<boolean> {
  if (!hearers.includes(service)) throw new CommandFailure(`${service} keeps nothing of others' records: ${hearers.join(', ')} do.`, 2);
  await checkReachable(graph);
  const questions = rebuildQuestions(service);
  // Asked once: whether a command was carried out whose answer got lost, the status tells.
  const { rebuild } = await graph.ask<{ rebuild: Rebuild }>({ query: questions.begin, variables: JSON.stringify({ readModel }) }, 0);
  let instances = 0;
  for (;;) {
    const { status } = await graph.ask<{ status: { rebuilds: readonly Rebuild[] } }>({ query: questions.look });
    const those = status.rebuilds.filter((one) => one.readModel === readModel && one.generation >= rebuild.generation);
    instances = Math.max(instances, those.length);
    const taken = those.reduce((sum, one) => sum + one.taken, 0);
    terminal.progress?.(`${readModel} of ${service}: ${taken} facts taken`);
    if (those.every(({ state }) => state !== 'BUILDING')) return tellOutcome(terminal, `${readModel} of ${service}`, { those, instances });
    await pause(lookEvery);
  }
}

function tellOutcome(terminal: Terminal, what: string, { those, instances }: { those: readonly Rebuild[]; instances: number }): boolean {
  for (const { state, generation, rows, seconds, reason } of those) {
    if (state === 'DONE') terminal.print(`${what} is generation ${generation}${rows === null ? '' : `, ${rows} rows, after ${seconds} s`}.`);
    else terminal.complain(`${what} could not be built anew: ${reason ?? ''}`);
  }
  const gone = instances - those.length;
  if (instances === 0) terminal.complain(`${what}: no instance has said that it builds it.`);
  if (gone > 0) terminal.complain(`${what}: ${gone} of ${instances} instances are gone, and build it when they are back.`);
  return gone === 0 && those.length > 0 && those.every(({ state }) => state === 'DONE');
}
