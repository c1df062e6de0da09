import type { RecordFile } from '@xunlian/interchange';
import { columnOf } from '@xunlian/interchange';
import { CommandFailure, GraphError, isPassing } from '../failure.ts';
import type { Graph } from '../graph.ts';
import type { RowOrigin } from '../questions.ts';
import { recordQuestion } from '../questions.ts';
import type { PendingRow } from './batches.ts';
import type { Positions } from './positions.ts';
import type { Counts } from './tally.ts';

/** A row that the system refused. */
export interface Refused {
  readonly row: PendingRow;
  /** Column that the refusal is about; empty when it is about the row as a whole. */
  readonly column: string;
  readonly reason: string;
  /** Whether no other row can change it: the request was refused, and not the row by its rules. */
  readonly isFinal: boolean;
}

/** What became of a batch. */
export interface Recorded extends Omit<Counts, 'rejected'> {
  readonly refused: readonly Refused[];
}

/** What recording needs besides the rows. */
export interface RecordingContext {
  readonly graph: Graph;
  readonly positions: Positions;
  readonly origin: RowOrigin;
}

interface WireAnswer {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly position: string;
  readonly rows: readonly { readonly row: number; readonly field: string | null; readonly reason: string | null }[];
}

/**
 * Records batches of one file in the graph, in any order. What the graph refuses as a whole is halved until the row that is
 * to blame stands alone. Throws a CommandFailure when the system stays away.
 */
export function recorder(file: RecordFile, { graph, positions, origin }: RecordingContext): (batch: readonly PendingRow[]) => Promise<Recorded> {
  const query = recordQuestion(file, origin);
  const record = async (batch: readonly PendingRow[]): Promise<Recorded> => {
    try {
      const variables = `{"rows":[${batch.map(({ json }) => json).join(',')}]}`;
      const { answer } = await graph.ask<{ answer: WireAnswer }>({ query, variables, after: positions.others(file.service) });
      positions.reached(answer.position);
      return { ...answer, refused: answer.rows.flatMap((refusal) => refusedRow(file, batch, refusal)) };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      if (isPassing(error)) throw new CommandFailure(`The system no longer answers: ${error.message} Run the same import again later; what is recorded stays.`);
      if (error.code !== 'INVALID' || batch.length === 1) return allRefused(file, batch, error);
      const middle = Math.ceil(batch.length / 2);
      return together(await record(batch.slice(0, middle)), await record(batch.slice(middle)));
    }
  };
  return record;
}

function refusedRow(file: RecordFile, batch: readonly PendingRow[], refusal: WireAnswer['rows'][number]): Refused[] {
  const row = batch[refusal.row];
  return row ? [{ row, column: columnFor(file, refusal.field), reason: refusal.reason ?? 'was refused', isFinal: false }] : [];
}

function allRefused(file: RecordFile, batch: readonly PendingRow[], error: GraphError): Recorded {
  const column = columnFor(file, error.at?.split('.').at(-1) ?? null);
  return { created: 0, updated: 0, unchanged: 0, refused: batch.map((row) => ({ row, column, reason: error.message, isFinal: true })) };
}

function columnFor(file: RecordFile, field: string | null): string {
  return field === null ? '' : columnOf(file, field) ?? '';
}

function together(one: Recorded, other: Recorded): Recorded {
  return {
    created: one.created + other.created, updated: one.updated + other.updated, unchanged: one.unchanged + other.unchanged,
    refused: [...one.refused, ...other.refused],
  };
}
