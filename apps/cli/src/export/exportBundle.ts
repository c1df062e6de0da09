import type { GraphRecord, RecordFile } from '@xunlian/interchange';
import { cellsOf, codeOf, format, getFile } from '@xunlian/interchange';
import { CommandFailure } from '../failure.ts';
import type { Graph } from '../graph.ts';
import { checkReachable } from '../graph.ts';
import { codesQuestion, pageQuestion, pageSize } from '../questions.ts';
import type { Terminal } from '../terminal.ts';
import { layOut } from '../terminal.ts';
import type { BundleWriter } from './bundleWriter.ts';
import { bundleWriter } from './bundleWriter.ts';
import type { References } from './references.ts';
import { references } from './references.ts';

interface Page {
  readonly nodes: readonly GraphRecord[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface ExportContext {
  readonly graph: Graph;
  readonly terminal: Terminal;
  readonly writer: BundleWriter;
  readonly refs: References;
  /** Rows written, by file. */
  readonly counts: Map<string, number>;
}

/**
 * Writes what an office and all below it own, and after it whatever these records refer to elsewhere, so that the bundle
 * can be imported into an empty system. The bytes depend on the records alone. Throws a CommandFailure when the office is
 * unknown or the folder is not free; then nothing is left behind.
 */
export async function exportBundle(graph: Graph, terminal: Terminal, { folder, office }: { folder: string; office: string }): Promise<boolean> {
  await checkReachable(graph);
  const found = await graph.ask<{ office: object | null }>({
    query: 'query Office($office: ID!) { office(code: $office) { code } }', variables: JSON.stringify({ office }),
  });
  if (!found.office) throw new CommandFailure(`There is no office ${office}.`);
  const writer = await bundleWriter(folder);
  const context = { graph, terminal, writer, refs: references(), counts: new Map<string, number>() };
  try {
    for (const file of format) await writeOwned(file, office, context);
    await writeReferred(context);
    await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  const rows = format.flatMap(({ file }) => (context.counts.has(file) ? [[`${file}.csv`, String(context.counts.get(file))]] : []));
  for (const line of layOut(['file', 'rows'], rows)) terminal.print(line);
  return true;
}

async function writeOwned(file: RecordFile, office: string, context: ExportContext): Promise<void> {
  const query = pageQuestion(file);
  for (let after: string | null = null, more = true; more;) {
    const { page }: { page: Page } = await context.graph.ask<{ page: Page }>({ query, variables: JSON.stringify({ office, after }) });
    for (const record of page.nodes) note(file, record, context.refs);
    await write(file, page.nodes, context);
    more = page.pageInfo.hasNextPage;
    after = page.pageInfo.endCursor;
  }
}

/** Fetches what is referred to until nothing is missing; the records of a file are then written in the order of their codes. */
async function writeReferred(context: ExportContext): Promise<void> {
  const found = new Map<RecordFile, GraphRecord[]>();
  for (let missing = context.refs.missing(); missing.length > 0; missing = context.refs.missing()) {
    for (const { file, codes, wished } of missing) {
      const records = await fetchAll(file, codes, context.graph);
      const lost = codes.find((code) => !wished.has(code) && !records.some((record) => codeOf(record) === code));
      if (lost !== undefined) throw new CommandFailure(`A record refers to ${lost} of ${file.file}, which the system does not show.`);
      for (const record of records) note(file, record, context.refs);
      found.set(file, [...(found.get(file) ?? []), ...records]);
    }
  }
  for (const [file, records] of found) await write(file, records.sort(byCode), context);
}

async function fetchAll(file: RecordFile, codes: readonly string[], graph: Graph): Promise<GraphRecord[]> {
  const query = codesQuestion(file);
  const records: GraphRecord[] = [];
  for (let from = 0; from < codes.length; from += pageSize) {
    const { page } = await graph.ask<{ page: Page }>({ query, variables: JSON.stringify({ codes: codes.slice(from, from + pageSize) }) });
    records.push(...page.nodes);
  }
  return records;
}

async function write(file: RecordFile, records: readonly GraphRecord[], { writer, counts, terminal }: ExportContext): Promise<void> {
  await writer.write(file, records.map((record) => cellsOf(file, record)));
  if (records.length > 0) counts.set(file.file, (counts.get(file.file) ?? 0) + records.length);
  terminal.progress?.(`${file.file}.csv: ${counts.get(file.file) ?? 0} rows`);
}

/** An upper division brings its office along, so that the upper office can ask for figures in the new system too. */
function note(file: RecordFile, record: GraphRecord, refs: References): void {
  refs.written(file, record);
  if (file.file === 'divisions') refs.wish(getFile('offices'), codeOf(record));
}

function byCode(one: GraphRecord, other: GraphRecord): number {
  return codeOf(one) < codeOf(other) ? -1 : 1;
}
