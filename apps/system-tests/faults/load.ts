import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { command, isUnsent, type Told } from './asking.ts';
import type { Made, Maker, World } from './commands.ts';
import { dealt, makers } from './deck.ts';
import type { Dice } from './dice.ts';
import type { Recorder } from './recorder.ts';

/** Commands under way. */
export interface Load {
  /** Sends no more, but for one of each kind that has moved nothing meanwhile, and waits until the last one is answered. */
  readonly stop: () => Promise<void>;
  /** Commands answered so far. */
  readonly count: () => number;
}

/** Who is asked, what is sent and where it is noted. */
export interface LoadOptions {
  readonly urls: readonly string[];
  readonly world: World;
  readonly dice: Dice;
  readonly recorder: Recorder;
  /** Ids of the requests that had been carried out before the first of these. */
  readonly before: ReadonlySet<string>;
}

const callers = 24;

/** How long each kind of command is tried again when no more are wanted: ms. */
const lastTries = 30_000;

/** Sends commands, as many a second as are wanted, or as many as are answered. */
export function startLoad(options: LoadOptions, perSecond = Infinity): Load {
  const { world, dice } = options;
  const stopping = new AbortController();
  const [deck, left] = [dealt(dice), new Set(makers)];
  let [answered, due] = [0, performance.now()];
  const play = async (make: Maker): Promise<boolean> => {
    const id = newId();
    const made = make(world, dice, id);
    if (!made) return false;
    const { facts } = await exchange(options, { ...made, id }, answered);
    answered += 1;
    // What was stated as it stands already has moved nothing.
    if (made.mustFail || facts > 0) left.delete(make);
    return true;
  };
  const caller = async () => {
    while (!stopping.signal.aborted) {
      due = Math.max(due + 1_000 / perSecond, performance.now() - 1_000);
      const wait = due - performance.now();
      if (wait > 0) await pause(wait);
      while (!(await play(deck.next().value)));
    }
  };
  const running = Promise.all(Array.from({ length: callers }, caller));
  return {
    count: () => answered,
    stop: async () => {
      stopping.abort();
      await running;
      for (const deadline = performance.now() + lastTries; left.size > 0 && performance.now() < deadline; await pause(100)) await Promise.all([...left].map(play));
    },
  };
}

/**
 * Sends one command to one of the gateways, or to the other when nobody is there to take it, as a balancer does. Notes what came
 * of it and gives its position, which is empty unless it was done.
 */
export async function send(options: LoadOptions, made: Made, turn: number): Promise<string> {
  const { position } = await exchange(options, { ...made, id: newId() }, turn);
  return position;
}

/** The same under an id that is given; tells also how many facts it has made. */
async function exchange({ urls, recorder }: LoadOptions, made: Made & { readonly id: string }, turn: number): Promise<{ position: string; facts: number }> {
  const { id, mutation, query, variables, after, mustFail } = made;
  const [at, started] = [Date.now(), performance.now()];
  const { outcome, why, row, position } = await balanced(urls.map((_, place) => urls[(turn + place) % urls.length] ?? ''), { id, query, variables, after });
  const facts = outcome === 'done' && row !== 'UNCHANGED' ? 1 : 0;
  recorder.note({ id, mutation, variables, at, ms: performance.now() - started, outcome, why, facts, mustFail });
  if (outcome === 'done') made.done(position);
  return { position, facts };
}

async function balanced([url = '', ...others]: readonly string[], asked: Parameters<typeof command>[1]): Promise<Told> {
  const told = await command(url, asked);
  return isUnsent(told) && others.length > 0 ? balanced(others, asked) : told;
}

/** An id that a request may have and a code may hold. */
export function newId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 16);
}
