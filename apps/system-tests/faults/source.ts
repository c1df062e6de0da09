import { format, type RecordFile } from '@xunlian/interchange';
import { journalCollection } from '@xunlian/events';
import { isDeepStrictEqual } from 'node:util';
import type { BundleRow, BundleRows } from '../src/bundleRows.ts';
import { overviewOf, type Asked } from '../src/reference.ts';
import { overviewFields } from '../test/graph.ts';
import { topicOf } from '../test/journals.ts';
import type { Fact } from './checker.ts';
import { askingProcess, type Range } from './range.ts';

const majority = { readConcern: { level: 'majority' } } as const;

/** The services that own records. */
export const owners = [...new Set(format.map(({ service }) => service))];

/** Every fact there is, as a majority of the set has it. */
export async function factsIn({ db }: Range): Promise<Fact[]> {
  const journals = owners.map((service) =>
    db(service).collection<Fact>(journalCollection, majority).find({}, { projection: { type: 1, data: 1, kept: 1, correlation: 1 } }).toArray());
  return (await Promise.all(journals)).flat();
}

/** Ids of the requests that have left a fact. */
export async function correlationsIn(range: Range): Promise<ReadonlySet<string>> {
  return new Set((await factsIn(range)).map(({ correlation }) => correlation));
}

/** The records of all services as rows of a bundle, read from their documents; sealed text is opened. */
export async function rowsIn(range: Range): Promise<BundleRows> {
  const files = await Promise.all(format.map(async (file) => {
    const documents = await range.db(file.service).collection<Document>(file.list, majority).find().toArray();
    return [file.file, documents.map((document) => rowOf(range, file, document))] as const;
  }));
  const rows = new Map<string, readonly BundleRow[]>(files);
  return (file) => rows.get(file) ?? [];
}

type Document = Readonly<Record<string, unknown>> & { readonly _id: string };

function rowOf({ cipher }: Range, file: RecordFile, document: Document): BundleRow {
  const [key, ...others] = file.key;
  const { _id } = document;
  return Object.fromEntries(file.columns.map(({ name, field, sealed }) => {
    if (others.length === 0 && name === key) return [name, _id];
    const value = document[field];
    return [name, cellOf(sealed && typeof value === 'string' ? cipher.open(value, `${topicOf(file)}/${_id}/${field}`) : value)];
  }));
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(';') : JSON.stringify(value);
}

/** What the figures of an instance of insight say otherwise than the records at their source: one line for each question. */
export async function wrongFigures({ cluster, province }: Range, bundle: BundleRows): Promise<string[]> {
  const offices = bundle('offices').map(({ code = '' }) => code);
  const asked = [province, ...offices].flatMap((office): Asked[] => [{ office, scope: 'SUBTREE', from: '2000-01-01', to: '2040-12-31' }, { office, scope: 'OWN', from: '2021-01-01', to: '2021-12-31' }]);
  const found = await Promise.all(['insight-1', 'insight-2'].map(async (name) => {
    const ask = askingProcess(cluster, name);
    const answers = await Promise.all(asked.map(({ office, ...period }) => ask(question, { office: [{ __typename: 'Office', code: office }], ...period })));
    return asked.flatMap((one, place) => {
      const [counted, expected] = [answers[place]?.data?.['_entities']?.[0]?.['overview'], overviewOf(bundle, one)];
      return isDeepStrictEqual(JSON.parse(JSON.stringify(counted ?? null)), JSON.parse(JSON.stringify(expected))) ? [] : [`${name} answers for ${one.office} ${one.scope}: ${differences(counted, expected)}`];
    });
  }));
  return found.flat();
}

const longestLine = 400;
const question = `query ($office: [_Any!]!, $from: Date!, $to: Date!, $scope: OfficeScope!) {
  _entities(representations: $office) { ... on Office { overview(from: $from, to: $to, scope: $scope) ${overviewFields} } }
}`;

function differences(counted: unknown, expected: object): string {
  const those = (counted ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(expected).filter(([name, value]) => JSON.stringify(those[name]) !== JSON.stringify(value))
    .map(([name, value]) => `${name} ${JSON.stringify(those[name])} instead of ${JSON.stringify(value)}`).join('; ').slice(0, longestLine);
}
