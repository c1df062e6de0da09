/** Rows by what became of them. */
export interface Counts {
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
}

/** What the import of one file came to. */
export interface Tally extends Counts {
  readonly name: string;
  seconds: number;
  /** Whether something is wrong with the file itself, so that not all its rows were seen. */
  broken: boolean;
}

/** Starts a file's count. */
export function tallyOf(name: string): Tally {
  return { name, created: 0, updated: 0, unchanged: 0, rejected: 0, seconds: 0, broken: false };
}

/** Adds what was recorded; what was refused is counted when it is known to be final. */
export function addTo(tally: Counts, recorded: Omit<Counts, 'rejected'>): void {
  tally.created += recorded.created;
  tally.updated += recorded.updated;
  tally.unchanged += recorded.unchanged;
}

/** The counts of all files together. */
export function sumOf(tallies: readonly Counts[]): Counts {
  const total: Counts = { created: 0, updated: 0, unchanged: 0, rejected: 0 };
  for (const tally of tallies) {
    addTo(total, tally);
    total.rejected += tally.rejected;
  }
  return total;
}

/** Rows that were seen. */
export function rowsIn({ created, updated, unchanged, rejected }: Counts): number {
  return created + updated + unchanged + rejected;
}

/** The columns of the summary, in its order. */
export const summaryHeader = ['file', 'created', 'updated', 'unchanged', 'rejected', 'seconds'];

/** A line of the summary. */
export function summaryRow({ name, created, updated, unchanged, rejected, seconds }: Counts & { name: string; seconds: number }): string[] {
  return [name, ...[created, updated, unchanged, rejected].map(String), seconds.toFixed(1)];
}
