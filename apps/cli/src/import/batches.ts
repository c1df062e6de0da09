import type { Problem, RecordFile } from '@xunlian/interchange';
import { keyOf, readRow } from '@xunlian/interchange';
import { BadFileError } from './badFile.ts';
import type { BundleFile } from './bundle.ts';
import type { RowReader } from './header.ts';
import { readHeader } from './header.ts';
import { readRecords } from './records.ts';

/** One row on its way into the graph. */
export interface PendingRow {
  /** Place among the records of the file. */
  readonly place: number;
  readonly line: number;
  /** The row as JSON. */
  readonly json: string;
}

/** What reading a file reports. */
export interface Complaints {
  /** A row is bad, in one or more of its columns. */
  readonly bad: (line: number, problems: readonly Problem[]) => void;
  /** The file is bad from that line on; the column is empty when it is about none. */
  readonly broken: (line: number, problem: Problem) => void;
}

const mostRows = 1000;
const mostBytes = 1_000_000;

/** Which rows to read, and whom to tell of the others. */
export interface Reading {
  readonly complaints: Complaints;
  /** Places of the rows to read, all others are passed over; null for all rows. */
  readonly only: Pick<ReadonlySet<number>, 'has'> | null;
}

/** The good rows of a file in batches of at most 1,000 rows and 1 MB of JSON. */
export async function* readBatches(source: BundleFile, reading: Reading): AsyncGenerator<PendingRow[]> {
  let batch: PendingRow[] = [];
  let bytes = 0;
  for await (const row of readRows(source, reading)) {
    const size = Buffer.byteLength(row.json) + 1;
    if (batch.length === mostRows || (batch.length > 0 && bytes + size > mostBytes)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(row);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function* readRows({ file, path }: BundleFile, { complaints, only }: Reading): AsyncGenerator<PendingRow> {
  const check = rowCheck(file, complaints);
  let header: RowReader | null = null;
  let place = 0;
  try {
    for await (const { line, cells } of readRecords(path)) {
      if (!header) {
        const reading = readHeader(file, cells);
        if ('problems' in reading) {
          for (const problem of reading.problems) complaints.broken(line, problem);
          return;
        }
        header = reading.read;
        continue;
      }
      place += 1;
      const good = !only || only.has(place) ? check(header(cells), line) : null;
      if (good) yield { ...good, line, place };
    }
    if (!header) complaints.broken(1, { column: '', reason: 'is empty: there is no header row' });
  } catch (error) {
    if (!(error instanceof BadFileError)) throw error;
    complaints.broken(error.line, { column: '', reason: error.message });
  }
}

/** Checks rows one after the other; the second row with the same key is a bad one. */
function rowCheck(file: RecordFile, { bad }: Complaints) {
  const seen = new Map<string, number>();
  const twice = (key: string, line: number): Problem[] => {
    const before = seen.get(key);
    if (before === undefined) seen.set(key, line);
    if (before === undefined || key.split('~').includes('')) return [];
    return [{ column: file.key.join('+'), reason: `line ${before} of the file has the same` }];
  };
  return (cells: ReturnType<RowReader>, line: number): Pick<PendingRow, 'json'> | null => {
    const reading = 'row' in cells ? readRow(file, cells.row) : cells;
    const problems = [...('row' in cells ? twice(keyOf(file, cells.row), line) : []), ...('problems' in reading ? reading.problems : [])];
    if (problems.length > 0) bad(line, problems);
    if (problems.length > 0 || !('input' in reading)) return null;
    return { json: JSON.stringify(reading.input) };
  };
}
