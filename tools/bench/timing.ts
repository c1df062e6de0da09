/** How long a number of equal requests took. */
export interface Timing {
  /** Requests a second, all callers together. */
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** A request by its number, counted from 0 over all callers. */
export type Ask = (number: number) => Promise<unknown>;

/** Lets so many callers ask one after the other until all requests are done. Throws what a request throws. */
export async function timed(ask: Ask, { callers, requests }: { callers: number; requests: number }): Promise<Timing> {
  const took: number[] = [];
  let next = 0;
  const begun = performance.now();
  const caller = async () => {
    while (next < requests) {
      const since = performance.now();
      await ask(next++);
      took.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - begun) / 1000;
  return { perSecond: requests / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}

/** The value below which that share of the values lies (nearest rank). Throws when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((one, other) => one - other);
  const value = ordered[Math.max(0, Math.ceil(share * ordered.length) - 1)];
  if (value === undefined) throw new Error('Nothing was measured.');
  return value;
}

/** The median, and the smallest and the largest. */
export function spread(values: readonly number[], decimals: number): string {
  const shown = [quantile(values, 0.5), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(decimals));
  return `${shown[0]} (${shown[1]} to ${shown[2]})`;
}

/** Milliseconds as a table shows them. */
export function ms(value: number): string {
  return value.toFixed(1);
}
