import { isDay, Refusal } from '@xunlian/shared';
import type { Collection } from 'mongoose';
import type { StoredDocument } from './documents.ts';
import { inLists, listedFields, type Conditions } from './lists.ts';
import { listOrder, type Listing } from './schema.ts';

/** Where a page begins: after the record that the cursor names, in list order. */
export interface PageRequest {
  /** Records wanted, at most 1,000. */
  readonly first: number;
  /** endCursor of the page before; absent for the first page. */
  readonly after?: string | null | undefined;
}

/** A page of a list, found by key and not by counting. */
export interface Page<Row> {
  /** In list order, each with the text that finds its place again. */
  readonly entries: readonly { readonly cursor: string; readonly row: Row }[];
  readonly hasNextPage: boolean;
  /** Counts the whole list, once; asked only by who wants to know. */
  readonly totalCount: () => Promise<number>;
}

type Position = readonly [day: string | null, code: string];

const mostRecords = 1_000;

/** Records named by their codes are found by these: left to itself, MongoDB may walk through all that a viewer oversees. */
export const byKey = { hint: { _id: 1 } } as const;

/** One page of the documents that meet the conditions; refuses INVALID what is no page. With `named` these name codes. */
export async function findPage(
  documents: Collection<StoredDocument>,
  listing: Listing,
  question: { conditions: Conditions; page: PageRequest; named: boolean },
): Promise<Page<StoredDocument>> {
  const { conditions, page, named } = question;
  const stages = pageStages(listing, conditions, page);
  const way = named ? byKey : {};
  const found = await documents.find(stages.match, way).sort(stages.sort).limit(stages.limit).toArray();
  return asPage(listing, found, { first: page.first, totalCount: () => documents.countDocuments(conditions, way) });
}

/** The first page of several lists at once, one for each value of a field, in one question. */
export async function findPages(
  documents: Collection<StoredDocument>,
  listing: Listing,
  question: { field: string; values: readonly string[]; visible: string; first: number },
): Promise<ReadonlyMap<string, Page<StoredDocument>>> {
  const { field, values, visible, first } = question;
  if (!listedFields(listing.filters).includes(field)) throw new Error(`${documents.collectionName} has no lists by ${field}.`);
  const conditions = (value: string) => inLists(visible, [[field, value]]);
  const lists = values.map((value) => {
    const stages = pageStages(listing, conditions(value), { first });
    return [{ $match: stages.match }, { $sort: stages.sort }, { $limit: stages.limit }, { $replaceWith: { list: { $literal: value }, document: '$$ROOT' } }];
  });
  const [head = [], ...rest] = lists;
  const found = await documents
    .aggregate<{ list: string; document: StoredDocument }>([...head, ...rest.map((pipeline) => ({ $unionWith: { coll: documents.collectionName, pipeline } }))])
    .toArray();
  const groups = Map.groupBy(found, ({ list }) => list);
  return new Map(values.map((value) => {
    const group = (groups.get(value) ?? []).map(({ document }) => document);
    return [value, asPage(listing, group, { first, totalCount: () => documents.countDocuments(conditions(value)) })];
  }));
}

function pageStages(listing: Listing, conditions: Conditions, page: PageRequest) {
  const limit = lengthOf(page.first) + 1;
  const after = page.after ? afterCursor(listing, readCursor(listing, page.after)) : null;
  return { match: after ? { $and: [conditions, after] } : conditions, sort: listOrder(listing), limit };
}

/** So many records of a page; refuses INVALID what none can have. */
export function lengthOf(first: number): number {
  if (first < 1 || first > mostRecords) throw new Refusal('INVALID', `A page has 1 to ${mostRecords} records.`, 'first');
  return first;
}

/** What lies behind a position in list order: later codes of the same day, then earlier days, then no day at all. */
function afterCursor({ day }: Listing, [at, code]: Position): Conditions {
  if (!day) return { _id: { $gt: code } };
  const sameDay = { [day]: at, _id: { $lt: code } };
  return at === null ? sameDay : { $or: [sameDay, { [day]: { $lt: at } }, { [day]: null }] };
}

function asPage(listing: Listing, found: readonly StoredDocument[], { first, totalCount }: { first: number; totalCount: () => Promise<number> }): Page<StoredDocument> {
  const entries = found.slice(0, first).map((row) => {
    const at: unknown = listing.day ? Reflect.get(row, listing.day) ?? null : null;
    return { row, cursor: Buffer.from(JSON.stringify([at, row._id])).toString('base64url') };
  });
  let count: Promise<number> | undefined;
  return { entries, hasNextPage: found.length > first, totalCount: () => (count ??= totalCount()) };
}

function readCursor({ day }: Listing, cursor: string): Position {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(position) && position.length === 2) {
      const [at, code] = position as unknown[];
      if ((at === null || (day && typeof at === 'string' && isDay(at))) && typeof code === 'string') return [at, code];
    }
  } catch {
    // Falls through: whatever it is, it is no cursor of ours.
  }
  throw new Refusal('INVALID', 'This is not a cursor of a list.', 'after');
}
