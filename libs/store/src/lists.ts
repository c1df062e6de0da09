import { createHash } from 'node:crypto';

/** Conditions on documents, as MongoDB takes them. */
export type Conditions = Record<string, unknown>;

/** Fields by which a kind is listed: those of every kind (all below an office, an office alone) and those of its filters. */
export function listedFields(filters: Readonly<Record<string, string>>): string[] {
  return [...new Set(['lineage', 'officeCode', ...Object.values(filters)])];
}

/** How the records of a kind are listed. */
export interface Lists {
  /** The list of the records that were written with just these fields in mind. */
  readonly scheme: string;
  /** Names of the lists that a document is in. */
  readonly of: (document: object) => string[];
}

/** How a kind with these filters is listed: by the field that each compares, be it one of its own or one derived from them. */
export function listsBy({ filters, derived }: { readonly filters: Readonly<Record<string, string>>; readonly derived?: unknown }): Lists {
  const fields = listedFields(filters).sort();
  const read = [...fields, ...(derived ? ['derived'] : [])].join();
  const scheme = listName('scheme', createHash('sha256').update(read).digest('base64url').slice(0, 6));
  return { scheme, of: (document) => [scheme, ...namesIn(document, fields)] };
}

/** Documents that are in no list, or were written when their kind was listed by other fields. */
export function listedOtherwise(scheme: string): Conditions {
  const others = [{ $gte: 'scheme/', $lt: scheme }, { $gt: scheme, $lt: 'scheme0' }];
  return { $or: [{ lists: null }, ...others.map((range) => ({ lists: { $elemMatch: range } }))] };
}

/** Name of the list of records that hold this value in a field; with no code, `lineage` names the list of all. */
export function listName(field: string, value: unknown): string {
  return `${field}/${String(value)}`;
}

/**
 * A list for each value in a field. One index over the names serves every list of a kind; with an index for each field,
 * MongoDB would make the keys of all of them anew on every change.
 */
function namesIn(document: object, fields: readonly string[]): string[] {
  const names = [listName('lineage', '')];
  for (const field of fields) {
    const held: unknown = Reflect.get(document, field);
    if (Array.isArray(held)) for (const value of held) names.push(listName(field, value));
    else if (held !== null && held !== undefined) names.push(listName(field, held));
  }
  return names;
}

/** A field that records are listed by, and its value. */
export type ListedBy = readonly [field: string, value: unknown];

/**
 * Documents that are in a list and in those of these values. The fields are compared themselves as well: MongoDB tries which
 * list is the shortest to walk along, and remembers it for each set of fields.
 */
export function inLists(list: string, by: readonly ListedBy[] = []): Conditions {
  const names = [...by.map(([field, value]) => listName(field, value)), list];
  return { ...Object.fromEntries(by), lists: { $all: [...new Set(names)] } };
}

/** Documents with one of these values in a field that they are listed by. */
export function listedBy(field: string, values: readonly string[]): Conditions {
  return { lists: { $in: values.map((value) => listName(field, value)) } };
}
