import { setTimeout as pause } from 'node:timers/promises';
import type { Left } from '@xunlian/supervisor';
import type { Fault } from './fault.ts';
import { startQuestions } from './questions.ts';
import { taking } from './recovery.ts';

const longestStopMs = 10_000;

/** A line about a program that did not leave as it should on SIGTERM: with 0, when all that was under way is done. */
function badlyLeft(name: string, left: Left | null): string[] {
  if (left === null) return [`${name} was away when it was to be stopped`];
  const { code, signal, ms } = left;
  return code === 0 && ms < longestStopMs ? [] : [`${name} left ${signal === null ? `with code ${code}` : `by ${signal}`} after ${(ms / 1_000).toFixed(1)} s`];
}

/** Consumers that leave and join all the while. */
export const changingMembers: Fault = {
  name: 'consumers join and leave',
  async strike(shot) {
    const { range: { cluster }, isLong } = shot;
    const names = ['rectification-1', 'insight-2', 'rounds-2', 'pools-1', 'findings-2'];
    const turns = isLong ? 12 : 3;
    const wrong: string[] = [];
    let worstMs = 0;
    for (let turn = 0; turn < turns; turn += 1) {
      const name = names[turn % names.length] ?? '';
      const left = performance.now();
      wrong.push(...badlyLeft(name, await cluster.restart(name)));
      await taking(shot, name);
      worstMs = Math.max(worstMs, performance.now() - left);
      await pause(Math.max(0, (isLong ? 5_000 : 0) - (performance.now() - left)));
    }
    return { times: turns, worstMs, wrong };
  },
};

/**
 * Programs stopped by SIGTERM and started again, each when the one before is ready, as an upgrade does it: nobody is to notice, neither
 * who sends commands nor who asks. A proxy takes a connection before it knows that nobody is there for it, and so it takes none while
 * its program is away.
 */
export const rollingRestart: Fault = {
  name: 'rolling restart',
  isUnnoticed: true,
  async strike({ range: { cluster, links, province }, isLong }) {
    const names = cluster.programs.filter((name) => isLong || /^(gateway-|findings-|insight-1$)/.test(name));
    const questions = startQuestions(cluster.urls, province);
    const wrong: string[] = [];
    let [worstMs, unanswered] = [0, [] as string[]];
    try {
      for (const name of names) {
        const stopped = performance.now();
        await links.close(name);
        wrong.push(...badlyLeft(name, await cluster.restart(name)));
        await links.open(name);
        worstMs = Math.max(worstMs, performance.now() - stopped);
      }
    } finally {
      unanswered = await questions.stop();
    }
    return { times: names.length, worstMs, wrong: [...wrong, ...unanswered] };
  },
};
