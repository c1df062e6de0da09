/** Work that is done one after the other. */
export interface Turns {
  /** Does the work when the work before it has ended, however it ended. */
  readonly turn: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** How much has been done, counted before whoever waits hears of it. */
  readonly count: () => number;
}

/** Lets work wait for the work before it. */
export function turns(): Turns {
  let [last, done]: [Promise<unknown>, number] = [Promise.resolve(), 0];
  const turn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(work, work).finally(() => { done += 1; });
    last = mine;
    return mine;
  };
  return { turn, count: () => done };
}
