import { NotSent, timeTo } from './exchange.ts';

/** The line in front of one process. */
export interface Line {
  /** Whether who comes now has to wait. */
  readonly isBusy: () => boolean;
  /**
   * Does the work when its turn comes. Rejects with NotSent at once when too many wait already, and at the moment `until`,
   * in ms by the clock that only goes forward, when the turn has not come by then.
   */
  readonly pass: <T>(work: () => Promise<T>, until: number) => Promise<T>;
}

/** A line that lets so many work at once and so many wait. */
export function startLine({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Line {
  // In the order of their arrival.
  const waiters = new Set<() => void>();
  let working = 0;
  const turn = (until: number) => new Promise<void>((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      waiters.delete(begin);
    };
    const giveUp = () => {
      end();
      reject(new NotSent('The process was busy with others until it was too late.'));
    };
    const begin = () => {
      if (performance.now() >= until) return giveUp();
      end();
      working += 1;
      resolve();
    };
    const timer = setTimeout(giveUp, timeTo(until));
    waiters.add(begin);
    if (working < atOnce) begin();
  });
  return {
    isBusy: () => working >= atOnce,
    pass: async (work, until) => {
      if (waiters.size >= waiting) throw new NotSent('Too many requests wait for the process already.');
      await turn(until);
      try {
        return await work();
      } finally {
        working -= 1;
        for (const begin of waiters) {
          if (working >= atOnce) break;
          begin();
        }
      }
    },
  };
}
