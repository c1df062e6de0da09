import type { GraphRecord, RecordFile } from '@xunlian/interchange';
import { cellsOf, codeOf, format, getFile } from '@xunlian/interchange';
import { CommandFailure } from '../failure.ts';
import type { Graph } from '../graph.ts';
import { checkReachable } from '../graph.ts';
import { codesQuestion, countQuestion, pageOfCodesQuestion, pageQuestion, pageSize } from '../questions.ts';
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

/** Where others record all the time, something is always new; what was there from the beginning has been found long before. */
const mostLooks = 5;

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

/**
 * Writes each record of a list once. One that changes its place while the list is read may come twice, or never. Nothing is
 * deleted: unless one goes to an office elsewhere at that very moment, the list has been read whole when it has as many records
 * as were written. Else its codes are read again until none is new.
 */
async function writeOwned(file: RecordFile, office: string, context: ExportContext): Promise<void> {
  const { graph, refs } = context;
  const written = new Set<string>();
  const writeNew = async (records: readonly GraphRecord[]) => {
    const news = records.filter((record) => !written.has(codeOf(record)));
    for (const record of news) {
      written.add(codeOf(record));
      note(file, record, refs);
    }
    await write(file, news, context);
  };
  for await (const records of pagesOf(pageQuestion(file), office, graph)) await writeNew(records);
  for (let looks = 0; looks < mostLooks && await countOf(file, office, graph) !== written.size; looks += 1) {
    const before = written.size;
    for await (const records of pagesOf(pageOfCodesQuestion(file), office, graph)) {
      const missing = records.map(codeOf).filter((code) => !written.has(code));
      await writeNew(await fetchAll(file, missing, graph));
    }
    if (written.size === before) return;
  }
}

async function countOf(file: RecordFile, office: string, graph: Graph): Promise<number> {
  const { page } = await graph.ask<{ page: { readonly totalCount: number } }>({ query: countQuestion(file), variables: JSON.stringify({ office }) });
  return page.totalCount;
}

async function* pagesOf(query: string, office: string, graph: Graph): AsyncGenerator<readonly GraphRecord[]> {
  for (let after: string | null = null, more = true; more;) {
    const { page }: { page: Page } = await graph.ask<{ page: Page }>({ query, variables: JSON.stringify({ office, after }) });
    yield page.nodes;
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
