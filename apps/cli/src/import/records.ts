import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { format, longestIn } from '@xunlian/interchange';
import { CsvError, parse } from 'csv-parse';
import { isRegularFile } from '../regularFile.ts';
import { BadFileError } from './badFile.ts';
import { recordClipper } from './clipping.ts';
import { onlyUtf8 } from './encoding.ts';

/** One record of a CSV file. */
export interface CsvRecord {
  /** Physical line, counted from 1, where it starts. */
  readonly line: number;
  readonly cells: readonly string[];
}

const mostBytesACharacter = 4;

/** Above what any record can have whose cells are not too long, with the quotes around them. */
const longestRecord = Math.max(...format.map(({ columns }) =>
  columns.reduce((bytes, column) => bytes + mostBytesACharacter * (longestIn(column) + 1), 0)));

/**
 * The records of a file, the header row included, blank lines left out; never more of the file in memory than a piece.
 * Throws a BadFileError, after the good records before it, where the file is no UTF-8 or no CSV or cannot be read.
 */
export async function* readRecords(path: string): AsyncGenerator<CsvRecord> {
  const read: CsvRecord[] = [];
  let line = 1;
  const parser = parse({
    bom: true, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, max_record_size: 4 * longestRecord,
    on_record: (cells: string[]) => {
      if (cells.some((cell) => cell !== '')) read.push({ line, cells });
      line += linesOf(cells);
      return null;
    },
  });
  const problem = new Promise<Error | null>((resolve) => {
    parser.once('error', resolve).once('end', () => { resolve(null); }).resume();
  });
  const clip = recordClipper(longestRecord);
  let broken: BadFileError | null = null;
  try {
    for await (const chunk of onlyUtf8(piecesOf(path))) {
      await new Promise<void>((resolve) => parser.write(clip(chunk), () => { resolve(); }));
      yield* read.splice(0);
      if (parser.errored) break;
    }
  } catch (error) {
    if (!(error instanceof BadFileError)) throw error;
    broken = error;
  }
  parser.end();
  const unparsable = await problem;
  yield* read.splice(0);
  // A quote is open where bad bytes begin within a quoted cell; the bytes are to blame.
  if (broken) throw broken;
  if (unparsable) throw new BadFileError(line, complaintOf(unparsable));
}

async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  if (!(await isRegularFile(path))) throw new BadFileError(1, 'cannot be read');
  const stream = createReadStream(path);
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch {
    throw new BadFileError(1, 'cannot be read');
  } finally {
    stream.destroy();
    await finished(stream).catch(() => undefined);
  }
}

function linesOf(cells: readonly string[]): number {
  return cells.reduce((lines, cell) => lines + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 1);
}

function complaintOf(error: Error): string {
  if (error instanceof CsvError && error.code === 'CSV_MAX_RECORD_SIZE') return 'the record that starts here has no end (is a quote never closed?)';
  return 'in the record that starts here a quote is never closed, or stands within a cell without being doubled';
}
