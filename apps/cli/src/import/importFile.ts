import type { Problem } from '@xunlian/interchange';
import type { Terminal } from '../terminal.ts';
import type { Complaints } from './batches.ts';
import { readBatches } from './batches.ts';
import type { BundleFile } from './bundle.ts';
import { forEachAtOnce } from './concurrent.ts';
import type { RecordingContext } from './recorder.ts';
import { recorder } from './recorder.ts';
import type { Tally } from './tally.ts';
import { addTo, rowsIn, tallyOf } from './tally.ts';

/** What importing a file needs besides the file. */
export interface ImportContext extends RecordingContext {
  readonly terminal: Terminal;
}

/** Why a row was refused last; it may be recorded once another row of its file is. */
interface Waiting extends Problem {
  readonly line: number;
}

/** The import of one file under way. */
interface Course extends ImportContext {
  readonly source: BundleFile;
  readonly record: ReturnType<typeof recorder>;
  readonly tally: Tally;
  readonly complaints: Complaints;
  /** By place; the rows themselves are read from the file again. */
  readonly waiting: Map<number, Waiting>;
}

/** Batches of a file that the graph is given at the same time. */
const batchesAtOnce = 4;

/**
 * Records all rows of a file and prints those that are refused. Rows come in any order, so a row that the graph refuses
 * waits for the next wave; waves end when one has recorded nothing, and a row's reason is that of the last.
 */
export async function importFile(source: BundleFile, context: ImportContext): Promise<Tally> {
  const tally = tallyOf(source.name);
  const started = performance.now();
  const complaints = complaintsOf(source, context.terminal, tally);
  const waiting = new Map<number, Waiting>();
  const course = { ...context, source, record: recorder(source.file, context), tally, complaints, waiting };
  let news = await wave(course, true);
  while (news > 0 && waiting.size > 0) news = await wave(course, false);
  for (const [, refused] of [...waiting].sort(([one], [other]) => one - other)) complaints.bad(refused.line, [refused]);
  context.terminal.progress?.(`${source.name}: ${rowsIn(tally)} rows`);
  tally.seconds = (performance.now() - started) / 1000;
  return tally;
}

/** Sends all rows, or in a later wave those that wait, and gives the number of rows that are newly recorded. */
async function wave({ source, record, tally, terminal, complaints, waiting }: Course, isFirst: boolean): Promise<number> {
  let news = 0;
  const reading = isFirst ? { complaints, only: null } : { complaints: silence, only: waiting };
  await forEachAtOnce(readBatches(source, reading), batchesAtOnce, async (batch) => {
    const recorded = await record(batch);
    addTo(tally, recorded);
    // What was refused before and now counts as unchanged was recorded just now: its answer got lost.
    news += isFirst ? recorded.created + recorded.updated : batch.length - recorded.refused.length;
    for (const { place } of batch) waiting.delete(place);
    for (const { row, isFinal, ...problem } of recorded.refused) {
      if (isFinal) complaints.bad(row.line, [problem]);
      else waiting.set(row.place, { ...problem, line: row.line });
    }
    terminal.progress?.(`${source.name}: ${rowsIn(tally)} rows`);
  });
  return news;
}

/** For rows that were read before: what is wrong with the file was said then. */
const silence: Complaints = { bad: () => undefined, broken: () => undefined };

function complaintsOf({ name }: BundleFile, terminal: Terminal, tally: Tally): Complaints {
  const print = (line: number, problems: readonly Problem[]) => {
    for (const { column, reason } of problems) terminal.print(`${name}:${line}:${column === '' ? '' : `${column}:`} ${reason}`);
  };
  return {
    bad: (line, problems) => {
      tally.rejected += 1;
      print(line, problems);
    },
    broken: (line, problem) => {
      tally.broken = true;
      print(line, [problem]);
    },
  };
}
