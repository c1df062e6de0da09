import type { Dice } from './dice.ts';
import { startLoad, type LoadOptions } from './load.ts';
import type { Entry } from './recorder.ts';
import type { Range } from './range.ts';
import { settle, wrongIn } from './settle.ts';

/** What a fault is done to, while commands come in. */
export interface Shot {
  readonly range: Range;
  readonly load: LoadOptions;
  readonly dice: Dice;
  /** Short for every run of the tests, long for `npm run faults`. */
  readonly isLong: boolean;
}

/** What was done, and how long it took at worst until it was as before: ms. */
export interface Struck {
  readonly times: number;
  readonly worstMs: number;
  /** The same until every process was ready again, its feeds left aside; absent where none was away. */
  readonly worstReadyMs?: number;
  /** What took longer than it may, a line each; nothing where no bound is known. */
  readonly late?: readonly string[];
  /** What the blows themselves showed to be wrong, a line each. */
  readonly wrong?: readonly string[];
}

/** One kind of accident. */
export interface Fault {
  readonly name: string;
  readonly strike: (shot: Shot) => Promise<Struck>;
  /** Whether whoever sends commands is not to notice: all are carried out but those that the rules refuse. */
  readonly isUnnoticed?: true;
  /** Done when no more commands come in and before everything is checked, to end what `strike` began. */
  readonly after?: (shot: Shot) => Promise<void>;
}

/** What came of one fault. */
export interface Result extends Struck {
  readonly name: string;
  readonly late: readonly string[];
  readonly commands: number;
  readonly unknown: number;
  /** Until everything was relayed and taken: ms. */
  readonly settledMs: number;
  /** What was found wrong, a line each. */
  readonly wrong: readonly string[];
  /** What could not be done, or was waited for in vain, a line each. */
  readonly unfinished: readonly string[];
}

/** Strikes under load, waits until everything is quiet, and says what is wrong then. */
export async function strikeAndCheck(fault: Fault, shot: Shot, perSecond: number): Promise<Result> {
  const { range, load } = shot;
  const before = load.recorder.entries.length;
  const commands = startLoad(load, perSecond);
  const unfinished: string[] = [];
  const fail = (error: unknown) => void unfinished.push(error instanceof Error ? error.message : String(error));
  const { wrong: shown = [], late = [], ...struck }: Struck = (await fault.strike(shot).catch(fail)) ?? { times: 0, worstMs: 0 };
  await commands.stop();
  await fault.after?.(shot);
  const quiet = performance.now();
  await settle(range, load).catch(fail);
  const settledMs = performance.now() - quiet;
  const entries: readonly Entry[] = load.recorder.entries.slice(before);
  const wrong = [...shown, ...(fault.isUnnoticed ? entries.flatMap(failure) : []), ...(await wrongIn(range, load, entries))];
  return { name: fault.name, ...struck, late, commands: entries.length, unknown: entries.filter(({ outcome }) => outcome === 'unknown').length, settledMs, wrong, unfinished };
}

const declined = new Set(['CONFLICT', 'INVALID']);

/** A line about a command that was neither carried out nor, where the rules demand it, refused by them. */
function failure({ id, mutation, outcome, why, mustFail }: Entry): string[] {
  const isRight = mustFail ? outcome === 'refused' && declined.has(why) : outcome === 'done';
  return isRight ? [] : [`${mutation} ${id} failed: ${outcome} ${why}`];
}
