import { setTimeout as pause } from 'node:timers/promises';
import { diceOf } from './dice.ts';
import { doubledEvents, poisonedEvents } from './events.ts';
import { strikeAndCheck, type Fault, type Result } from './fault.ts';
import { brokenBroker, killedDatabases, killedPrograms } from './kills.ts';
import { badNetwork, wrongClock } from './lines.ts';
import { startLoad } from './load.ts';
import { startRange, type Range } from './range.ts';
import { startRecorder } from './recorder.ts';
import { changingMembers, rollingRestart } from './restarts.ts';
import { settle } from './settle.ts';
import { correlationsIn } from './source.ts';
import { worldOf } from './world.ts';

/** Every kind of accident, in an order in which none hides another. */
export const faults: readonly Fault[] = [
  killedPrograms, killedDatabases, brokenBroker, doubledEvents, changingMembers, rollingRestart, badNetwork, wrongClock, poisonedEvents,
];

/** What is shot, from where, and how long. */
export interface Shooting {
  /** Moments and victims follow from it. */
  readonly seed: number;
  readonly isLong: boolean;
  readonly mongods: number;
  /** Share of what the machine carries at which commands come in; 0.6 unless given. */
  readonly share?: number;
  /** Further variables of every program. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A range under fire. */
export interface Firing {
  readonly range: Range;
  /** Commands a second that come in during a fault. */
  readonly perSecond: number;
  readonly strike: (fault: Fault) => Promise<Result>;
}

const measuredMs = 4_000;

/** Starts a range and measures what it carries: commands of which everybody has heard, not only those that are answered. */
export async function openFire({ seed, isLong, mongods, share = 0.6, settings }: Shooting): Promise<Firing> {
  // Each its own: how many commands come, and how many bytes go over a line, must not decide who is struck when.
  const [commanding, dropping] = [diceOf(seed + 1), diceOf(seed + 2)];
  // Also each fault, so that one by itself is struck as it is among all.
  const dices = new Map(faults.map((fault, place) => [fault, diceOf(seed + 3 + place)]));
  const range = await startRange({ seed, chance: () => dropping(1_000_000) / 1_000_000, mongods, settings });
  const load = { urls: range.cluster.urls, world: await worldOf(range), dice: commanding, recorder: startRecorder(), before: await correlationsIn(range) };
  const [commands, begun] = [startLoad(load), performance.now()];
  await pause(measuredMs);
  await commands.stop();
  await settle(range, load);
  const perSecond = Math.max(1, (share * commands.count() * 1_000) / (performance.now() - begun));
  return { range, perSecond, strike: (fault) => strikeAndCheck(fault, { range, load, dice: dices.get(fault) ?? diceOf(seed), isLong }, perSecond) };
}
