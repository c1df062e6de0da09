import type { Envelope } from '@xunlian/events';
import { parseEvent, topics } from '@xunlian/events';
import type { Figure, Question } from '../src/figures/figure.ts';
import { figuresOver } from '../src/figures/loader.ts';
import type { Rows } from '../src/rows/file.ts';
import { openRows } from '../src/rows/file.ts';
import { tables } from '../src/tables.ts';

/** Lineages of a province, a city and two counties in it. */
export const province = ['430000'];
export const city = ['430000', '431300'];
export const county = ['430000', '431300', '431302'];
export const sibling = ['430000', '431300', '431321'];

/** A fact as a test states it: fields that it leaves out are null, or what every office has. */
export interface Happening {
  readonly type: string;
  readonly code: string;
  readonly version?: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The first fact about a record; one of the county's unless it says otherwise. */
export function fact(type: string, code: string, data: Readonly<Record<string, unknown>>): Happening {
  return { type, code, data: { lineage: county, ...data } };
}

const stated: Readonly<Record<string, unknown>> = { inspectionCode: 'i', organizationCode: 'o', roundCode: 'r', groupCode: 'g', pools: [], expertise: [], findingCodes: [] };

/** The fact as it travels. Throws when it is not what its topic declares. */
export function envelope({ type, code, version = 1, data }: Happening): Envelope<object> {
  const topic = topics.find(({ events }) => type in events);
  const fields = Object.keys(topic?.events[type]?.strict.shape ?? {});
  const whole = Object.fromEntries(fields.map((field) => [field, data[field] ?? stated[field] ?? null]));
  const event = { topic: topic?.name ?? '', type, subject: code, version, at: '2020-01-01T00:00:00.000Z', correlation: 'test', data: whole };
  const parsed = topic && parseEvent(topic, event);
  if (!parsed || 'broken' in parsed) throw new Error(`${type} ${code}: ${parsed?.broken ?? 'no topic'}`);
  return parsed;
}

/** Rows in memory that have heard these facts, in batches of 500. */
export async function rowsOf(...happenings: readonly Happening[]): Promise<Rows> {
  const rows = await openRows(':memory:', tables);
  await hear(rows, happenings);
  return rows;
}

/** Lets rows hear more facts. */
export async function hear({ projection }: Pick<Rows, 'projection'>, happenings: readonly Happening[]): Promise<void> {
  const events = happenings.map(envelope);
  for (let start = 0; start < events.length; start += 500)
    await projection.apply({ events: events.slice(start, start + 500), cursors: { journals: { token: String(start), through: '0'.repeat(16) } } });
}

/** A figure of the year 2020 over the city and all below it, unless asked otherwise, after these facts. */
export async function figureAfter<Answer>(figure: Figure<Answer>, happenings: readonly Happening[], asked: Partial<Question> = {}): Promise<Answer> {
  const rows = await rowsOf(...happenings);
  try {
    return await figuresOver(rows.ask).load({ lineage: city, scope: 'SUBTREE', from: '2020-01-01', to: '2020-12-31', ...asked }, figure);
  } finally {
    await rows.close();
  }
}
