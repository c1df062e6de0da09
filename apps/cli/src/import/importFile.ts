import type { Problem } from '@xunlian/interchange';
import type { Graph } from '../graph.ts';
import type { Terminal } from '../terminal.ts';
import type { Complaints } from './batches.ts';
import { readBatches } from './batches.ts';
import type { BundleFile } from './bundle.ts';
import { forEachAtOnce } from './concurrent.ts';
import type { Positions } from './positions.ts';
import { recorder } from './recorder.ts';
import type { Tally } from './tally.ts';
import { addTo, rowsIn, tallyOf } from './tally.ts';

/** What importing a file needs besides the file. */
export interface ImportContext {
  readonly graph: Graph;
  readonly terminal: Terminal;
  readonly positions: Positions;
}

/** A row that may be recorded once another row of its file is. */
interface Waiting extends Problem {
  readonly line: number;
}

/** Batches of a file that the graph is given at the same time. */
const batchesAtOnce = 4;

/**
 * Records all rows of a file and prints those that are refused. A row whose reference to another row of the file is
 * refused waits for the next wave, because rows come in any order; waves end when one has recorded nothing new.
 */
export async function importFile(source: BundleFile, context: ImportContext): Promise<Tally> {
  const tally = tallyOf(source.name);
  const started = performance.now();
  const complaints = complaintsOf(source, context.terminal, tally);
  const wave = waves(source, context, { tally, complaints });
  let waiting = await wave(null);
  for (let before = Infinity; waiting.size > 0 && waiting.size < before;) {
    before = waiting.size;
    waiting = await wave(new Set(waiting.keys()));
  }
  for (const [, refused] of [...waiting].sort(([one], [other]) => one - other)) complaints.bad(refused.line, [refused]);
  tally.seconds = (performance.now() - started) / 1000;
  return tally;
}

function waves(source: BundleFile, { graph, terminal, positions }: ImportContext, { tally, complaints }: { tally: Tally; complaints: Complaints }) {
  const record = recorder(graph, source.file, positions);
  return async (only: ReadonlySet<number> | null): Promise<Map<number, Waiting>> => {
    const waiting = new Map<number, Waiting>();
    const reading = { complaints: only ? silence : complaints, only };
    await forEachAtOnce(readBatches(source, reading), batchesAtOnce, async (batch) => {
      const recorded = await record(batch);
      addTo(tally, recorded);
      for (const { row, ...problem } of recorded.refused) {
        if (row.refersUp && problem.column === source.file.selfReference) waiting.set(row.place, { ...problem, line: row.line });
        else complaints.bad(row.line, [problem]);
      }
      terminal.progress?.(`${source.name}: ${rowsIn(tally)} rows`);
    });
    return waiting;
  };
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
