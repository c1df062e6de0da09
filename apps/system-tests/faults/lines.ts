import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import type { Links, Trouble } from './links.ts';
import { caughtUp, taking } from './recovery.ts';
import { within } from './settle.ts';

const services = /^(organizations|pools|rounds|findings|rectification|insight)-/;
/** The lines from gateways to services, to brokers, and to the nodes of the replica set. */
const lines: readonly RegExp[] = [services, /^kafka$/, /^mongod-/];
const troubles: readonly Trouble[] = [{ kind: 'delay', ms: 120 }, { kind: 'drop', oneIn: 60 }];
/** Every line carries something every few seconds. */
const longestMs = 30_000;

/**
 * Every kind of line late, broken, reset and half-open, one after the other. Nothing resets what is half-open: whoever holds it must
 * notice, which takes up to a minute, and so a short run waits for all kinds of lines together.
 */
export const badNetwork: Fault = {
  name: 'network: late, dropped, reset, half-open',
  async strike(shot) {
    const { range: { links }, dice, isLong } = shot;
    const held = isLong ? 8_000 : 1_200;
    let [times, worstMs] = [0, 0];
    for (const names of lines) {
      for (const trouble of troubles) await hit(links, names, { ...trouble, held: held + dice(300) });
      await hit(links, names, { kind: 'reset', held: 0 });
      // Half-open towards one of several: a line that nobody can use is an outage like those of the other faults.
      await hit(links, names === services ? /^findings-1$/ : names, { kind: 'half-open', held: held + dice(300) });
      times += troubles.length + 2;
      if (!isLong && names !== lines.at(-1)) continue;
      const healed = performance.now();
      await caughtUp(shot);
      worstMs = Math.max(worstMs, performance.now() - healed);
    }
    return { times, worstMs };
  },
};

/** Makes lines fail for as many ms as they are held, and until something was hit; throws when nothing is. */
async function hit(links: Links, names: RegExp, blow: (Trouble | { readonly kind: 'reset' }) & { readonly held: number }): Promise<void> {
  const before = links.hits(names, blow.kind);
  if (blow.kind === 'reset') links.reset(names);
  else links.trouble(names, blow);
  await pause(blow.held);
  const isHit = () => Promise.resolve(links.hits(names, blow.kind) > before ? null : 'nothing was hit');
  await within(`hits of "${blow.kind}" on the lines to ${names.source}`, isHit, longestMs).finally(() => links.trouble(names, null));
}

/** One process of a service whose clock is five minutes ahead for a while, and which says so. */
export const wrongClock: Fault = {
  name: 'a clock five minutes ahead',
  async strike(shot) {
    const { range: { cluster }, isLong } = shot;
    const name = 'findings-2';
    cluster.kill(name, 'SIGUSR2');
    await within(`words of ${name} about its clock`, async () => {
      const said = await (await fetch(`${cluster.url(name)}/readyz`, { signal: AbortSignal.timeout(5_000) })).text();
      return /clock, (29|30)\d s ahead of/.test(said) ? null : said;
    });
    await pause(isLong ? 30_000 : 3_000);
    cluster.kill(name, 'SIGUSR2');
    const right = performance.now();
    await cluster.ready(name);
    await taking(shot, name);
    return { times: 1, worstMs: performance.now() - right };
  },
};
