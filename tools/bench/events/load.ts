import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '@xunlian/supervisor';
import { asking } from '../asking.ts';
import { findingOf, recordFindings, someInspections } from '../commands.ts';

/** Milliseconds that commands and figures took, counted from the moment at which the command was due. */
export interface Taken {
  readonly command: number[];
  /** From the command until the figure was answered that includes it. */
  readonly figure: number[];
}

/** Commands at a steady rate, whatever they take. */
export interface Load {
  /** What was measured since this was asked last. */
  readonly taken: () => Taken;
  /** Sends no more, and resolves when all are answered. Throws what a request threw, and when the figure is not what it must be at the end. */
  readonly stop: () => Promise<void>;
}

const perSecond = 200;
/** One command in so many is followed to the figure. */
const followed = 5;
const connections = 64;
const figure = '{ office(code: "440000") { overview(from: "2000-01-01", to: "2099-12-31", scope: SUBTREE) { problems { found } } } }';

interface Recorded {
  readonly recordFindings: { readonly created: number; readonly position: string };
}

/** Begins to record findings at a gateway, 200 a second, and to ask for the figure that counts them. */
export async function startLoad({ url }: Pick<System, 'url'>, prefix: string): Promise<Load> {
  const { ask, close } = asking(url, connections);
  const inspections = await someInspections(ask);
  const found = async (after = '') => (await ask<{ office: { overview: { problems: { found: number } } } }>(figure, {}, after)).office.overview.problems.found;
  const before = await found();
  let taken: Taken = { command: [], figure: [] };
  let [sent, last] = [0, ''];
  const send = async (number: number, due: number) => {
    const rows = [findingOf(inspections, `${prefix}-${number}`, number)];
    const { recordFindings: { position } } = await ask<Recorded>(recordFindings, { rows });
    taken.command.push(performance.now() - due);
    if (position > last) last = position;
    if (number % followed !== 0) return;
    await found(position);
    taken.figure.push(performance.now() - due);
  };
  const stopping = new AbortController();
  const running = atRate(stopping.signal, performance.now(), (number, due) => {
    sent = number + 1;
    return send(number, due);
  });
  return {
    taken() {
      const since = taken;
      taken = { command: [], figure: [] };
      return since;
    },
    async stop() {
      stopping.abort();
      await running;
      const counted = (await found(last)) - before;
      await close();
      if (counted !== sent) throw new Error(`The figure counts ${counted} of ${sent} findings.`);
    },
  };
}

/** Starts work at a steady rate until the signal comes, late if it must, and waits for what was started. */
async function atRate(signal: AbortSignal, begun: number, work: (number: number, due: number) => Promise<void>): Promise<void> {
  const started = new Set<Promise<void>>();
  const failures: Error[] = [];
  for (let number = 0; !signal.aborted && failures.length === 0; number += 1) {
    const due = begun + (number * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    const one = work(number, due).catch((error: Error) => { failures.push(error); }).finally(() => started.delete(one));
    started.add(one);
  }
  await Promise.all(started);
  if (failures[0]) throw failures[0];
}
