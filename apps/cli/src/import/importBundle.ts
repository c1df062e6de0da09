import type { ReachedQuery } from '../__generated__/operations.ts';
import { GraphError } from '../failure.ts';
import type { Graph } from '../graph.ts';
import { checkReachable } from '../graph.ts';
import type { RowOrigin } from '../questions.ts';
import { fixedQuestion } from '../questions.ts';
import type { Terminal } from '../terminal.ts';
import { layOut } from '../terminal.ts';
import type { Bundle } from './bundle.ts';
import { openBundle } from './bundle.ts';
import { importFile } from './importFile.ts';
import { positions } from './positions.ts';
import type { Tally } from './tally.ts';
import { rowsIn, sumOf, summaryHeader, summaryRow } from './tally.ts';

/** The figures may lag behind a large import, and always get there: how long to wait for them. */
const figuresPatience = 900_000;

/**
 * Imports a folder and prints every refused row and a summary; returns when the figures include everything. False when a
 * row was refused, a file was bad, or the figures did not catch up. Throws a CommandFailure when there is nothing to import or the system does not answer.
 */
export async function importBundle(graph: Graph, terminal: Terminal, folder: string): Promise<boolean> {
  const bundle = await openBundle(folder);
  await checkReachable(graph);
  for (const name of bundle.unknown) terminal.print(`${name}: is not a file of a bundle, and was not imported`);
  const origin = originOf(bundle, terminal);
  const started = performance.now();
  const reached = positions();
  const tallies: Tally[] = [];
  for (const source of bundle.files) {
    const tally = await importFile(source, { graph, terminal, positions: reached, origin });
    tallies.push(tally);
    terminal.complain(`${tally.name}: ${rowsIn(tally)} rows in ${tally.seconds.toFixed(1)} s${tally.rejected > 0 ? `, ${tally.rejected} rejected` : ''}`);
  }
  terminal.progress?.('waiting for the figures');
  const behind = await waitForFigures(graph, reached.others(null));
  printSummary(terminal, tallies, { seconds: (performance.now() - started) / 1000, isWhole: behind === null });
  if (behind) terminal.complain(`What is counted here is recorded, and the figures do not include it yet: ${behind.message}`);
  return !behind && bundle.unknown.length === 0 && tallies.every((tally) => tally.rejected === 0 && !tally.broken);
}

/** Waits until the figures include all that was given these positions; gives the error that keeps it from being known. */
async function waitForFigures(graph: Graph, after: string): Promise<GraphError | null> {
  if (after === '') return null;
  try {
    await graph.ask<ReachedQuery>({ query: fixedQuestion('reached'), after }, figuresPatience);
    return null;
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
}

/** What a system exported was decided there, so it stands as it is; what was changed since is what an office states. */
function originOf({ exported }: Bundle, terminal: Terminal): RowOrigin {
  if (!exported) return 'STATED';
  if (exported.changed === null) return 'EXPORTED';
  terminal.complain(`${exported.changed}: is not as it was exported, so the rows of this bundle are decided like those of an office`);
  return 'STATED';
}

function printSummary(terminal: Terminal, tallies: readonly Tally[], { seconds, isWhole }: { seconds: number; isWhole: boolean }): void {
  const total = { ...sumOf(tallies), name: 'total', seconds };
  for (const line of layOut(summaryHeader, [...tallies, total].map(summaryRow))) terminal.print(line);
  const rows = rowsIn(total);
  terminal.print(`${rows} rows in ${seconds.toFixed(1)} s (${Math.round(rows / Math.max(seconds, 0.001))} rows/s)${isWhole ? ', the figures included' : ''}`);
}
