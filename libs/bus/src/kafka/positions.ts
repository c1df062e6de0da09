import { publisherOf } from '@xunlian/events';
import type { Feed } from '../port.ts';
import type { Places } from './places.ts';
import type { Ends } from './progress.ts';
import { soon } from './soon.ts';

/** What the answers about positions are made from. */
export interface Heard {
  readonly places: Places;
  /** Whether no other process saves what this feed saves. */
  readonly alone: boolean;
  /** Topics by name without prefix. */
  readonly topics: readonly string[];
  /** The present ends of topics, as the brokers tell them. */
  readonly ends: (topics: readonly string[]) => Promise<Ends>;
}

/** Answers how far a feed is, from the places that it and the other instances of its service have saved. */
export interface Positions {
  readonly answers: Pick<Feed, 'through' | 'caughtUp' | 'reached' | 'passed' | 'lag'>;
  /** To be called when this process has saved anything. */
  readonly onSaved: () => void;
  /** Whether anybody waits for a position. */
  readonly isAwaited: () => boolean;
}

/** How often, in ms, what other processes have saved is looked up while somebody waits for it. */
const lookEvery = 50;

/** The positions of one feed. */
export function positionsOf(heard: Heard): Positions {
  const { places, alone } = heard;
  const { wake, woken } = wakener();
  const taken = new Map<string, string>();
  let [known, waiters] = [false, 0];
  const look = async () => {
    if (alone && known) return;
    await places.load();
    known = true;
  };
  const until = (timeoutMs: number, holds: () => boolean) => {
    waiters += 1;
    return holdsInTime(timeoutMs, holds, (ms) => woken(ms).then(look)).finally(() => { waiters -= 1; });
  };
  const answers: Positions['answers'] = {
    async through(source) {
      await look();
      const progress = places.progress(source);
      if (progress && places.isPast(progress.ends)) taken.set(source, progress.through);
      return taken.get(source) ?? null;
    },
    caughtUp: (source) => look().then(() => places.isWhole(source)),
    reached(source, moment, timeoutMs) {
      // The first ends that are behind the moment; later ones would move on for as long as there are facts.
      let target: Ends | null = null;
      return until(timeoutMs, () => {
        const progress = places.progress(source);
        if (progress && progress.through >= moment) target ??= progress.ends;
        return target !== null && places.isPast(target);
      });
    },
    passed: (cursors, timeoutMs) => until(timeoutMs, () => places.hasPassed(cursors)),
    async lag(source) {
      await look();
      return lagBehind(heard, source);
    },
  };
  return { answers, onSaved: wake, isAwaited: () => waiters > 0 };
}

/** Whether something holds within a time; `wait` lets it change, for at most so many ms. */
async function holdsInTime(timeoutMs: number, holds: () => boolean, wait: (ms: number) => Promise<void>): Promise<boolean> {
  for (const deadline = performance.now() + timeoutMs; ;) {
    if (holds()) return true;
    const left = deadline - performance.now();
    if (left <= 0) return false;
    await wait(Math.min(left, lookEvery));
  }
}

async function lagBehind({ places, topics, ends }: Heard, source: string): Promise<number> {
  const those = topics.filter((name) => publisherOf({ name }) === source);
  // While no broker answers, what was told last is all that is known.
  const known = (await soon(ends(those))) ?? places.progress(source)?.ends ?? {};
  const behind = those.flatMap((topic) => (known[topic] ?? []).map((end, partition) => Math.max(0, end - places.next(topic, partition))));
  return behind.reduce((sum, count) => sum + count, 0);
}

/** Lets several wait until something happens, each at most so many ms. */
function wakener() {
  const waiting = new Set<() => void>();
  const woken = (ms: number) => new Promise<void>((resolve) => {
    const settle = () => {
      waiting.delete(settle);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(settle, ms);
    waiting.add(settle);
  });
  return { woken, wake: () => { for (const settle of [...waiting]) settle(); } };
}
