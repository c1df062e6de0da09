import { once } from 'node:events';
import { watch as watchFolder } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '@xunlian/harness';
import type { ServiceName } from '@xunlian/supervisor';
import type { Passing, Watch } from './mongoRelay.ts';

/** A moment at which a service is killed: when a transaction that writes to a collection is about to be committed, or has been. */
export interface CommitMoment {
  readonly who: ServiceName;
  readonly writing: string;
  /** `before`: MongoDB never hears of the commit. `after`: the service never hears that it was done. */
  readonly killed: 'before' | 'after';
}

/** A moment at which insight is killed: it was handed events, and so many ms after a file of its folder changed. */
export interface HearingMoment {
  readonly who: 'insight';
  readonly folder: string;
  readonly afterMs: number;
}

/** Bytes of an answer that holds a few events: how many more come at once is a matter of speed. */
const someEvents = 2_000;

/** Watches for moments in their order, kills at each, and takes it from the list. */
export function killingAt(moments: (CommitMoment | HearingMoment)[], system: System): Watch {
  const written = new Map<string, Set<string>>();
  const next = (message: Passing): CommitMoment | HearingMoment | undefined => moments.find((moment) => fits(moment, message, written));
  return (message) => {
    if (message.to === 'server') note(message.command, written);
    const moment = next(message);
    if (!moment) return true;
    const pid = system.pids()[moment.who];
    if (pid === undefined || !message.isOf(pid)) return true;
    moments.splice(moments.indexOf(moment), 1);
    if ('afterMs' in moment) {
      void killAtChange(moment, system);
      return true;
    }
    system.kill(moment.who);
    return moment.killed === 'after';
  };
}

async function killAtChange({ who, folder, afterMs }: HearingMoment, system: System): Promise<void> {
  const watcher = watchFolder(folder);
  await once(watcher, 'change');
  watcher.close();
  if (afterMs > 0) await pause(afterMs);
  system.kill(who);
}

function fits(moment: CommitMoment | HearingMoment, message: Passing, written: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  if ('afterMs' in moment) return message.to === 'program' && message.bytes > someEvents;
  return message.to === 'server' && 'commitTransaction' in message.command && (written.get(sessionOf(message.command))?.has(moment.writing) ?? false);
}

/** Takes note of what the transaction of each session has written so far. */
function note(command: Readonly<Record<string, unknown>>, written: Map<string, Set<string>>): void {
  const session = sessionOf(command);
  if (command['startTransaction'] === true) written.set(session, new Set());
  const collection = command['insert'] ?? command['update'];
  if (typeof collection === 'string') written.get(session)?.add(collection);
}

function sessionOf({ lsid }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(lsid);
}
