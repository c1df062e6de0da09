import { parseEvent, type Envelope, type Topic } from '@xunlian/events';
import fc from 'fast-check';
import type { Rows } from '../src/rows/file.ts';
import { progressColumns, type Table } from '../src/rows/table.ts';
import { tables } from '../src/tables.ts';
import { dataAllowed } from './contracts.ts';
import { rowsOf } from './happenings.ts';

const heard = tables.flatMap((table) => table.hears.map(({ topic }): [string, Table, Topic] => [topic.name, table, topic]));
let rows: Rows;
let runs = 0;

beforeAll(async () => { rows = await rowsOf(); });
afterAll(() => rows?.close());

/** The event as it reaches the rows. Throws when it is not what its topic declares. */
function told(topic: Topic, event: { type: string; subject: string; version: number; data: object }): Envelope<object> {
  const parsed = parseEvent(topic, { topic: topic.name, at: '', correlation: '', ...event });
  if ('broken' in parsed) throw new Error(`${event.type}: ${parsed.broken}`);
  return parsed;
}

describe('Whatever its contract allows', () => {
  it.each(heard)('is written when %s tells it, as the first of its record or a later one', async (_, table, topic) => {
    const fact = fc.oneof(...Object.keys(topic.events).map((type) => dataAllowed(topic, type).map((data) => ({ type, data }))));
    const { version } = progressColumns(table.hears.find((way) => way.topic === topic) ?? table.hears[0]);
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fact, fact), { minLength: 1, maxLength: 20 }), async (records) => {
      const run = (runs += 1);
      // The first ones are appended, the later ones change rows.
      for (const place of [0, 1] as const)
        await rows.projection.apply({ events: records.map((facts, number) => told(topic, { ...facts[place], subject: `r${run}-${number}`, version: place + 1 })), cursors: {} });
      const [written] = await rows.ask(`SELECT count(*)::INTEGER FROM ${table.name} WHERE code LIKE 'r${run}-%' AND ${version} = 2`);
      expect(written).toEqual([records.length]);
    }), { numRuns: 10 });
  });
});
