import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphRecord, RecordFile, RowInput } from '@xunlian/interchange';
import { format, getFile, objectFieldOf } from '@xunlian/interchange';

/** One bulk mutation as it arrived. */
export interface Arrival {
  readonly file: string;
  readonly rows: readonly RowInput[];
  readonly after: string;
  readonly bytes: number;
}

/** What the graph does with a request instead of answering it; null answers it. */
export type Trouble = (arrival: Arrival) => { status?: number; code: string; message: string; at?: string } | 'hang up' | null;

/** Why a row is refused, given the other rows of its file that are recorded; null lets it be recorded. */
export type Rule = (file: string, row: RowInput, others: () => readonly RowInput[]) => { field: string; reason: string } | null;

/** A graph over HTTP that keeps records in memory and knows no rule but that references exist, and the one it is given. */
export interface MemoryGraph {
  readonly url: string;
  readonly arrivals: Arrival[];
  /** Most bulk mutations that were being answered at the same time. */
  readonly busiest: () => number;
  readonly records: (file: string) => readonly GraphRecord[];
  trouble: Trouble;
  rule: Rule;
  readonly stop: () => Promise<void>;
}

interface Body { query: string; variables: { rows?: RowInput[]; office?: string; after?: string | null; codes?: string[] } }

export async function startMemoryGraph(): Promise<MemoryGraph> {
  const stores = new Map(format.map((file) => [file.file, new Map<string, RowInput>()]));
  const arrivals: Arrival[] = [];
  let [busy, busiest, position] = [0, 0, 0];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const body = JSON.parse(text) as Body;
      const mutated = format.find(({ record }) => body.query.includes(` ${record}(`));
      const arrival = { file: mutated?.file ?? '', rows: body.variables.rows ?? [], after: String(request.headers['x-xunlian-after'] ?? ''), bytes: text.length };
      if (mutated) arrivals.push(arrival);
      busiest = Math.max(busiest, mutated ? ++busy : 0);
      const trouble = body.query.includes('__typename') ? null : graph.trouble(arrival);
      setTimeout(() => {
        if (mutated) busy -= 1;
        if (trouble === 'hang up') return void request.socket.destroy();
        if (trouble) {
          const { code, message, at } = trouble;
          return void response.writeHead(trouble.status ?? 200).end(JSON.stringify({ data: null, errors: [{ message, extensions: { code, at } }] }));
        }
        response.end(JSON.stringify({ data: mutated ? { answer: record(stores, mutated, { rows: arrival.rows, position: ++position, rule: graph.rule }) } : answer(stores, body) }));
      }, 2);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const graph: MemoryGraph = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrivals, busiest: () => busiest, trouble: () => null, rule: () => null,
    records: (file) => [...stores.get(file)?.values() ?? []].map((input) => objectOf(getFile(file), input)),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return graph;
}

type Stores = ReadonlyMap<string, Map<string, RowInput>>;

function record(stores: Stores, file: RecordFile, { rows, position, rule }: { rows: readonly RowInput[]; position: number; rule: Rule }) {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const store = stores.get(file.file) ?? new Map<string, RowInput>();
  const rejected = rows.flatMap((row, place) => {
    const lost = file.columns.find((column) => column.refersTo !== null
      && [row[column.field] ?? []].flat().some((code) => !stores.get(column.refersTo ?? '')?.has(String(code))));
    if (lost) return [{ row: place, field: lost.field, reason: `There is no such ${String(lost.refersTo)}.` }];
    const key = keyOf(file, row);
    const refusal = rule(file.file, row, () => [...store].flatMap(([other, recorded]) => (other === key ? [] : [recorded])));
    if (refusal) return [{ row: place, ...refusal }];
    const before = store.get(key);
    counts[before ? (JSON.stringify(before) === JSON.stringify(row) ? 'unchanged' : 'updated') : 'created'] += 1;
    store.set(key, row);
    return [];
  });
  return { ...counts, rows: rejected, position: `${file.service}@${position.toString(16).padStart(16, '0')}` };
}

function answer(stores: Stores, { query, variables }: Body): object {
  if (query.includes('__typename')) return { __typename: 'Query' };
  if (query.includes('office(code:')) return { office: stores.get('offices')?.has(variables.office ?? '') ? { code: variables.office } : null };
  const file = format.find(({ list }) => query.includes(` page: ${list}(`));
  if (!file) return Object.fromEntries([...query.matchAll(/\b([a-z]+)Status/g)].map(([field, service]) => [field, { service, facts: 1, unrelayed: 0, feeds: [], rebuilds: service === 'rounds' ? [{ readModel: 'pools.person.v1', state: 'BUILDING', taken: 12 }] : [] }]));
  const { codes, office = '', after } = variables;
  const all = [...stores.get(file.file)?.entries() ?? []].sort(([one], [other]) => (one < other ? -1 : 1))
    .filter(([key, row]) => (codes ? codes.includes(key) : lineageOf(stores, file, row).includes(office)) && (!after || key > after));
  const page = all.slice(0, 1000);
  return { page: { nodes: page.map(([, row]) => objectOf(file, row)), pageInfo: { hasNextPage: all.length > 1000, endCursor: page.at(-1)?.[0] ?? null } } };
}

/** Divisions from the owning office's up to the province. */
function lineageOf(stores: Stores, file: RecordFile, row: RowInput | undefined): string[] {
  if (!row) return [];
  if (file.file === 'divisions') return [String(row.code), ...lineageOf(stores, file, stores.get('divisions')?.get(String(row.parentCode)))];
  const owner = file.columns.find(({ name }) => name === 'office_code') ?? file.columns.find(({ refersTo }) => refersTo !== null);
  return lineageOf(stores, getFile(owner?.refersTo ?? ''), stores.get(owner?.refersTo ?? '')?.get(String(row[owner?.field ?? ''])));
}

function objectOf(file: RecordFile, row: RowInput): GraphRecord {
  return Object.fromEntries<GraphRecord[string]>(file.columns.map((column) => {
    const value = row[column.field] ?? null;
    const coded = (code: string) => ({ code });
    if (column.refersTo === null || column.name === 'code' || value === null) return [objectFieldOf(column), value] as const;
    return [objectFieldOf(column), typeof value === 'object' ? value.map(coded) : coded(String(value))] as const;
  }));
}

function keyOf(file: RecordFile, row: RowInput): string {
  return file.columns.filter(({ name }) => file.key.includes(name)).map((column) => String(row[column.field])).join('~');
}
