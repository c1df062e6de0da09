import { setTimeout as pause } from 'node:timers/promises';
import { serviceNames } from '@xunlian/supervisor';
import type { mongo } from 'mongoose';
import { oneOf } from './dice.ts';
import type { Fault, Shot } from './fault.ts';
import { caughtUp, killAndWait, refusing, taking, type Victims } from './recovery.ts';
import { within } from './settle.ts';

/** How soon a program is to be back, its feeds to take what is new, and all to be taken that was written while the broker was away. */
const bounds = { readyMs: 10_000, takingMs: 15_000, backlogMs: 30_000 };

/** A line of what was late; none when it came in time. */
function lateBy(what: string, ms: number, bound: number): string[] {
  return ms <= bound ? [] : [`${what} after ${(ms / 1_000).toFixed(1)} s instead of ${bound / 1_000} s`];
}

/** Programs by kill -9, at moments that the dice choose: gateways, services, whoever relays and, in the middle of it, whoever is taking a batch. */
export const killedPrograms: Fault = {
  name: 'kill -9 of programs',
  async strike(shot) {
    const { dice, isLong } = shot;
    const either = (name: string) => `${name}-${1 + dice(2)}`;
    // Both at once, so that whoever holds the lease of the relay is among them, and whoever has the batch in hand.
    const [relaying, hearing] = [['findings-1', 'findings-2'], ['rectification-1', 'rectification-2']];
    const round = (): Victims[] => [
      { names: [either('gateway'), either('insight'), either(oneOf(dice, serviceNames.slice(0, 4)))] },
      { names: [...relaying, ...hearing], inBatchOf: 'rectification' },
    ];
    const all = (): Victims[] => [...['gateway', ...serviceNames].map((name) => ({ names: [either(name)] })), { names: relaying }, { names: hearing, inBatchOf: 'rectification' }];
    const groups = isLong ? Array.from({ length: 10 }, all).flat() : round();
    const late: string[] = [];
    let [worstMs, worstReadyMs] = [0, 0];
    for (const victims of groups) {
      await pause(dice(700));
      const { readyMs, takingMs } = await killAndWait(shot, victims);
      const names = victims.names.join(' and ');
      [worstMs, worstReadyMs] = [Math.max(worstMs, takingMs), Math.max(worstReadyMs, readyMs)];
      late.push(...lateBy(`${names} ready`, readyMs, bounds.readyMs), ...lateBy(`feeds of ${names} taking`, takingMs, bounds.takingMs));
    }
    return { times: groups.flatMap(({ names }) => names).length, worstMs, worstReadyMs, late };
  },
};

/** The nodes of the replica set: the primary when it is alone, a step-down, the primary among others, and all nodes at once, as a power cut does. */
export const killedDatabases: Fault = {
  name: 'kill -9 and step-down of mongod',
  async strike(shot) {
    const { range: { cluster, client }, dice, isLong } = shot;
    const nodes = cluster.nodes;
    const blows: (() => Promise<void>)[] = [
      async () => {
        const primary = await primaryOf(shot);
        const followers = nodes.filter((node) => node !== primary);
        // Not held, but ended: in their sockets they would find all that the primary has sent them meanwhile.
        await Promise.all(followers.map((node) => cluster.halt(node, { now: true })));
        await pause(200 + dice(400));
        await cluster.halt(primary, { now: true });
        await Promise.all(followers.map((node) => cluster.begin(node)));
        // It comes back as a follower of another one, and gives up what no majority had.
        await taking(shot, 'pools-1');
        await cluster.begin(primary);
      },
      () => stepDown(client.db('admin')),
      async () => cluster.kill(await primaryOf(shot)),
      () => Promise.resolve(nodes.forEach((node) => cluster.kill(node))),
    ];
    const suited = nodes.length > 1 ? blows : blows.slice(-1);
    const turns = isLong ? Array.from({ length: Math.ceil(5 / suited.length) * suited.length }, (_, turn) => turn) : suited.map((_, turn) => turn);
    let worstMs = 0;
    for (const turn of turns) {
      await pause(dice(700));
      const struck = performance.now();
      await suited[turn % suited.length]?.();
      await taking(shot, 'pools-1');
      worstMs = Math.max(worstMs, performance.now() - struck);
    }
    return { times: turns.length, worstMs };
  },
};

/** Has the primary step down, and resolves when there is one of a later term; refused while no follower has all that it has, it is asked again. */
async function stepDown(admin: mongo.Db): Promise<void> {
  const termOf = async () => Number((await admin.command({ replSetGetStatus: 1 }))['term']);
  const before = await termOf();
  await within('elections after a step-down', async () => {
    if ((await termOf()) > before) return null;
    await admin.command({ replSetStepDown: 5, secondaryCatchUpPeriodSecs: 2 });
    return `the primary is still that of term ${before}`;
  });
}

async function primaryOf({ range: { cluster, client, told } }: Shot): Promise<string> {
  const { primary } = (await client.db('admin').command({ hello: 1 })) as { primary?: string };
  const node = cluster.nodes.find((name) => primary?.endsWith(`:${told(name)}`));
  if (node === undefined) throw new Error(`No node of the set is the primary: ${primary ?? 'there is none'}.`);
  return node;
}

/** The broker: away for a while, during which writes go on, and killed while events are produced. */
export const brokenBroker: Fault = {
  name: 'broker away, broker killed',
  async strike(shot) {
    const { range: { cluster }, dice, isLong } = shot;
    await cluster.halt('kafka');
    await pause(isLong ? 60_000 : 6_000);
    const wrong = (await refusing(shot)).map((mutation) => `${mutation} was not carried out while the broker was away`);
    const begun = performance.now();
    await cluster.begin('kafka');
    const back = performance.now();
    await caughtUp(shot);
    const late = lateBy('all that was written while the broker was away taken', performance.now() - back, bounds.backlogMs);
    let worstMs = performance.now() - begun;
    const kills = isLong ? 10 : 1;
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(dice(700));
      const killed = performance.now();
      cluster.kill('kafka');
      await taking(shot, 'insight-1');
      worstMs = Math.max(worstMs, performance.now() - killed);
    }
    return { times: 1 + kills, worstMs, late, wrong };
  },
};
