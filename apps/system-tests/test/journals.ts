import { isDeepStrictEqual } from 'node:util';
import { journalCollection, type JournalRow } from '@xunlian/events';
import { format, keyOf, type RecordFile } from '@xunlian/interchange';
import type { BundleRows } from '../src/bundleRows.ts';
import type { Started } from './started.ts';

/** Where the records of a system lie, and what they are sealed with. */
export type Places = Pick<Started, 'db' | 'databases' | 'cipher'>;

type Kept = Readonly<Record<string, unknown>> & { readonly _id: string; readonly version: number };
type Fields = Readonly<Record<string, unknown>>;

/** `rectification.check-problem.v1`: the topic of a file's kind. */
export const topicOf = ({ service, kind }: RecordFile): string =>
  `${service}.${kind.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase()}.v1`;

/**
 * What is wrong with the journals and documents of all services, one line each: facts of a subject that are not 1..n,
 * documents that their facts do not fold to, and what another service keeps of a record and differs from it.
 */
export async function inconsistencies(started: Places): Promise<string[]> {
  const found: string[] = [];
  const folded = new Map<string, Map<string, Fields>>();
  for (const file of format) {
    const facts = await factsOf(started, file);
    const records = new Map([...facts].map(([code, rows]) => [code, fold(rows)]));
    folded.set(topicOf(file), new Map([...records].map(([code, record]) => [code, { ...record, version: facts.get(code)?.length }])));
    found.push(...[...facts].filter(([, rows]) => rows.some(({ _id: { v } }, place) => v !== place + 1)).map(([code]) => `${file.file} ${code}: its facts are not numbered without gap`));
    found.push(...await strayDocuments(started, file, { facts, records }));
  }
  return [...found, ...await strayReadModels(started, folded)];
}

/** What is there for the rows of bundles: rows that have no document or more facts than one, and documents without a row. */
export async function notOnce(started: Places, bundles: readonly BundleRows[]): Promise<string[]> {
  const found: string[] = [];
  for (const file of format) {
    const keys = bundles.flatMap((bundle) => bundle(file.file).map((row) => keyOf(file, row))).sort();
    const documents = await started.db(file.service).collection<Kept>(file.list).find().sort({ _id: 1 }).toArray();
    const facts = await factsOf(started, file);
    if (!isDeepStrictEqual(keys, documents.map(({ _id }) => _id).sort())) found.push(`${file.file}: ${keys.length} rows, ${documents.length} documents, or others`);
    found.push(...keys.filter((key) => facts.get(key)?.length !== 1).map((key) => `${file.file} ${key}: ${facts.get(key)?.length ?? 0} facts`));
  }
  return found;
}

/** Rows of a bundle that are recorded at this moment. */
export async function recordedOf({ db }: Pick<Places, 'db'>, bundle: BundleRows): Promise<BundleRows> {
  const there = await Promise.all(format.map(async (file) => {
    const documents = await db(file.service).collection<Kept>(file.list).find({}, { projection: { _id: 1 } }).toArray();
    const codes = new Set(documents.map(({ _id }) => _id));
    return [file.file, bundle(file.file).filter((row) => codes.has(keyOf(file, row)))] as const;
  }));
  const rows = new Map(there);
  return (file) => rows.get(file) ?? [];
}

async function factsOf({ db }: Places, file: RecordFile): Promise<Map<string, JournalRow[]>> {
  const rows = await db(file.service).collection<JournalRow>(journalCollection).find({ '_id.t': topicOf(file) }).sort({ '_id.v': 1 }).toArray();
  return Map.groupBy(rows, ({ _id: { s } }) => s);
}

/** The facts of one record, put on top of each other. */
function fold(facts: readonly JournalRow[]): Fields {
  return Object.assign({}, ...facts.flatMap(({ data, kept }) => [data, kept])) as Fields;
}

async function strayDocuments(started: Places, file: RecordFile, { facts, records }: { facts: Map<string, JournalRow[]>; records: Map<string, Fields> }): Promise<string[]> {
  const documents = await started.db(file.service).collection<Kept>(file.list).find().toArray();
  const there = new Set(documents.map(({ _id }) => _id));
  const missing = [...records.keys()].filter((code) => !there.has(code));
  const differing = documents.filter(({ _id: code, version, ...fields }) => {
    const record = records.get(code);
    if (!record || version !== facts.get(code)?.length) return true;
    const open = opener(started, file, code);
    return Object.entries(record).some(([field, value]) => !isDeepStrictEqual(open(field, fields[field]), open(field, value)));
  });
  return [...missing.map((code) => `${file.file} ${code}: facts, but no document`), ...differing.map(({ _id }) => `${file.file} ${_id}: not what its facts fold to`)];
}

/** Shows a value as it was before it was sealed: the same text is sealed into other bytes each time. */
function opener({ cipher }: Places, file: RecordFile, code: string): (field: string, value: unknown) => unknown {
  const sealed = new Set(file.columns.filter((column) => column.sealed).map(({ field }) => field));
  return (field, value) => (sealed.has(field) && typeof value === 'string' ? cipher.open(value, `${topicOf(file)}/${code}/${field}`) : value);
}

/** Everything under `heard.<topic>` in every service, or under a later generation of it: as many records as the owner has, and the same values. */
async function strayReadModels(started: Places, folded: ReadonlyMap<string, ReadonlyMap<string, Fields>>): Promise<string[]> {
  const found: string[] = [];
  for (const db of await started.databases()) {
    for (const { name } of await db.listCollections({ name: /^heard\.(?!generations$)/ }).toArray()) {
      const records = folded.get(name.replace(/^heard\.|~\d+$/g, '')) ?? new Map<string, Fields>();
      // The row with an empty key says that the generation is live.
      const rows = await db.collection<Kept>(name).find({ _id: { $gt: '' } }).toArray();
      if (rows.length !== records.size) found.push(`${db.databaseName} ${name}: ${rows.length} of ${records.size}`);
      const differing = rows.filter(({ _id, ...fields }) => Object.entries(fields).some(([field, value]) => !isDeepStrictEqual(value, records.get(_id)?.[field])));
      found.push(...differing.map(({ _id }) => `${db.databaseName} ${name} ${_id}: not what its owner has`));
    }
  }
  return found;
}
