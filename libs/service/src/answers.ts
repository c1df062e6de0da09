import type { RefusalCode } from '@xunlian/shared';

/** What became of one row of a bulk command. */
export type RowOutcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REJECTED';

/** The answer to one row; `refusal`, `field` and `reason` are null unless it is rejected. */
export interface RowAnswer {
  /** Place in the command, counted from 0. */
  readonly row: number;
  readonly code: string;
  readonly outcome: RowOutcome;
  readonly refusal: RefusalCode | null;
  /** Input field, camelCase; null when the row as a whole is refused. */
  readonly field: string | null;
  readonly reason: string | null;
}

/** A bulk command's answer; its counts are counts of rows. */
export interface RecordAnswer {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** In the order of the command. */
  readonly rows: readonly RowAnswer[];
  /** `service@hex` */
  readonly position: string;
}

/** Counts the rows of a bulk command into its answer. */
export function recordAnswer(rows: readonly RowAnswer[], position: string): RecordAnswer {
  const counts = { CREATED: 0, UPDATED: 0, UNCHANGED: 0, REJECTED: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return { created: counts.CREATED, updated: counts.UPDATED, unchanged: counts.UNCHANGED, rejected: counts.REJECTED, rows, position };
}

/** One page of a list as a store gives it. */
export interface Page<Row> {
  /** In the order of the list, each with the text that finds its place again. */
  readonly entries: readonly { readonly cursor: string; readonly row: Row }[];
  readonly hasNextPage: boolean;
  /** Counts the whole list; called only when the caller asks for it. */
  readonly totalCount: () => Promise<number>;
}

/** A page in the shape of the graph's connections: what is a function here is computed only when asked. */
export interface Connection<Row> {
  readonly edges: () => { readonly cursor: string; readonly node: Row }[];
  readonly nodes: () => Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: () => Promise<number>;
}

/** Shows a page as a connection. */
export function connectionOf<Row>({ entries, hasNextPage, totalCount }: Page<Row>): Connection<Row> {
  return {
    edges: () => entries.map(({ cursor, row }) => ({ cursor, node: row })),
    nodes: () => entries.map(({ row }) => row),
    pageInfo: { hasNextPage, endCursor: entries.at(-1)?.cursor ?? null },
    totalCount,
  };
}

/** Resolvers of the shared answer types. */
export const answers = {
  RecordAnswer: {
    rows: ({ rows }: RecordAnswer, { only }: { only?: RowOutcome | null }) => (only ? rows.filter((row) => row.outcome === only) : rows),
  },
};
