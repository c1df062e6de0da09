import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import type { Trouble } from './links.ts';
import { taking } from './recovery.ts';

const services = /^(organizations|pools|rounds|findings|rectification|insight)-/;
/** The lines to brokers, to the nodes of the replica set, and from gateways to services. */
const lines: readonly RegExp[] = [/^kafka$/, /^mongod-/, services];
const troubles: readonly Trouble[] = [{ kind: 'delay', ms: 120 }, { kind: 'drop', oneIn: 60 }, { kind: 'half-open' }];

/** Every kind of line late, broken, reset and half-open, one after the other. */
export const badNetwork: Fault = {
  name: 'network: late, dropped, reset, half-open',
  async strike(shot) {
    const { range: { links }, dice, isLong } = shot;
    const held = isLong ? 8_000 : 1_200;
    let [times, worstMs] = [0, 0];
    for (const names of lines) {
      for (const trouble of troubles) {
        // Half-open towards one of several: a line that nobody can use is an outage like those of the other faults.
        const struck = trouble.kind === 'half-open' && names === services ? /^findings-1$/ : names;
        links.trouble(struck, trouble);
        await pause(held + dice(300));
        links.trouble(struck, null);
        times += 1;
      }
      links.reset(names);
      times += 1;
      const healed = performance.now();
      await taking(shot, 'insight-1');
      worstMs = Math.max(worstMs, performance.now() - healed);
    }
    return { times, worstMs };
  },
};

/** One process of a service whose clock is five minutes ahead for a while. */
export const wrongClock: Fault = {
  name: 'a clock five minutes ahead',
  async strike(shot) {
    const { range: { cluster }, isLong } = shot;
    cluster.kill('findings-2', 'SIGUSR2');
    await pause(isLong ? 30_000 : 3_000);
    cluster.kill('findings-2', 'SIGUSR2');
    const right = performance.now();
    await taking(shot, 'findings-2');
    return { times: 1, worstMs: performance.now() - right };
  },
};
