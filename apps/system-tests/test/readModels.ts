import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Started } from './started.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Rows by the names of their tables, and in those by the codes of their records. */
export type Kept = ReadonlyMap<string, ReadonlyMap<string, Fields>>;

/** Tables of the figures' file that say how far it has got, which is a moment of one system. */
const progress = new Set(['feed', 'edition']);

/** Everything that services keep of each other's records, `rounds heard.pools.person.v1` and `figures.clues`. The programs of the system are stopped. */
export async function readModelsOf(started: Started): Promise<Kept> {
  return new Map([...await heardBy(started), ...await counted(started.dataDir)]);
}

/** Rows of the live generations, without the row that marks them. */
async function heardBy({ databases, place: { DB_PREFIX } }: Started): Promise<[string, Map<string, Fields>][]> {
  const found: [string, Map<string, Fields>][] = [];
  for (const db of await databases()) {
    for (const { _id: name, collection } of await db.collection<{ _id: string; collection: string }>('heard.generations').find().toArray()) {
      const rows = await db.collection<Fields & { _id: string }>(collection).find({ _id: { $gt: '' } }).toArray();
      found.push([`${db.databaseName.slice(DB_PREFIX.length)} ${name}`, new Map(rows.map((row) => [row._id, row]))]);
    }
  }
  return found;
}

async function counted(dataDir: string): Promise<[string, Map<string, Fields>][]> {
  const tables = [...await tablesIn(join(dataDir, 'insight', 'figures.duckdb'))].filter(([name]) => !progress.has(name));
  return tables.map(([name, rows]) => [`figures.${name}`, new Map(rows.map((row) => [String(row['code']), row]))]);
}

/** Rows of every table of the figures' file, which no process may hold; the file itself keeps texts compressed. */
export async function tablesIn(path: string): Promise<ReadonlyMap<string, readonly Fields[]>> {
  const database = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await database.connect();
  const rowsOf = async (query: string) => (await connection.runAndReadAll(query)).getRowObjectsJson();
  try {
    const names = (await rowsOf('SELECT table_name FROM duckdb_tables()')).map(({ table_name: name }) => (typeof name === 'string' ? name : ''));
    return new Map(await Promise.all(names.map(async (name) => [name, await rowsOf(`FROM "${name}"`)] as const)));
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}

/** What is not kept here as it is there: one line for each table, with how many rows differ and the first of them. */
export function differences(here: Kept, there: Kept): string[] {
  return [...new Set([...here.keys(), ...there.keys()])].flatMap((table) => {
    const [own, other] = [rowsIn(here, table), rowsIn(there, table)];
    const codes = [...new Set([...own.keys(), ...other.keys()])];
    const differing = codes.flatMap((code) => {
      const [one = {}, two = {}] = [own.get(code), other.get(code)];
      const fields = Object.keys({ ...one, ...two }).filter((field) => !isDeepStrictEqual(one[field], two[field]));
      return fields.length > 0 ? [`${code} in ${fields.join(', ')}`] : [];
    });
    return differing.length > 0 ? [`${table}: ${differing.length} of ${codes.length} rows, as ${differing[0]}`] : [];
  });
}

const rowsIn = (kept: Kept, table: string): ReadonlyMap<string, Fields> => kept.get(table) ?? new Map();
