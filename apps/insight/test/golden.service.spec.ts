import { hearing } from '@xunlian/events';
import { envelopesOf, readGolden, readToday, type GoldenRecord } from '@xunlian/harness/golden';
import { literal } from '../src/rows/reader.ts';
import type { Rows } from '../src/rows/file.ts';
import type { Heard, Table } from '../src/rows/table.ts';
import { progressColumns, quoted } from '../src/rows/table.ts';
import { heardTopics, tables } from '../src/tables.ts';
import { rowsOf } from './happenings.ts';

const golden = readGolden().filter(({ topic }) => heardTopics.some(({ name }) => name === topic));
const ways = tables.flatMap((table) => table.hears.map((heard) => [heard.topic.name, { table, heard }] as const));
let rows: Rows;

beforeAll(async () => { rows = await rowsOf(); });
afterAll(() => rows?.close());

it('is what insight hears that a broker lets it read', () => {
  expect(hearing['insight']?.map(({ name }) => name).sort()).toEqual(heardTopics.map(({ name }) => name).sort());
});

describe('Every event that was once published', () => {
  it.each(golden)('is still counted as it was: $path', async (file) => {
    const events = file.records.flatMap((record) => envelopesOf(file, record)).map(readToday);
    await rows.projection.apply({ events, cursors: {} });
    const { table, heard } = new Map(ways).get(file.topic) ?? {};
    if (!table || !heard) throw new Error(`No table hears ${file.topic}.`);
    for (const record of file.records) expect(await rowOf(table, heard, record)).toEqual(expectedOf(heard, record));
    expect(await rows.missed()).toBe(0);
  });
});

async function rowOf({ name }: Table, heard: Heard, { subject }: GoldenRecord): Promise<unknown[]> {
  const columns = [progressColumns(heard).version, ...Object.keys(heard.columns)].map(quoted);
  const [row = []] = await rows.ask(`SELECT ${columns.join(', ')} FROM ${name} WHERE code = ${literal(subject)}`);
  return row;
}

function expectedOf({ columns }: Heard, { facts, document }: GoldenRecord): unknown[] {
  return [facts.length, ...Object.entries(columns).map(([name, { field, keep }]) => keep(document[field ?? name]))];
}
