import { codePattern, mostListed, type Found, type Owned } from '@xunlian/shared';
import type { ClientSession, Collection } from 'mongoose';
import type { Sealer, StoredDocument } from './documents.ts';
import type { OwnSource, Source } from './kind.ts';

/** A field that refers to other records, and where they are found. */
export type Reference = readonly [field: string, source: Source];

/** The records of a kind for the rules of whoever refers to them. */
export function sourceIn<State extends Owned>(documents: Collection<StoredDocument>, form: Sealer<State>): OwnSource<State> {
  const source: Source<State> = {
    async find(codes, session) {
      if (codes.length === 0) return new Map();
      const found = await documents.find({ _id: { $in: [...codes] } }, { session }).toArray();
      return new Map(found.map((document) => [document._id, form.closed(document)]));
    },
  };
  const hold: Source['hold'] = async (codes, session) => {
    await documents.updateMany({ _id: { $in: [...codes] } }, { $inc: { held: 1 } }, { session });
  };
  return { ...source, held: { ...source, hold } };
}

/** Whether a row names nothing but what may be the code of a record, and no more of them than any record does. */
export function namesCodes(row: object, references: readonly Reference[]): boolean {
  return references.every(([field]) => {
    const codes = codesIn(row, field);
    return codes.length <= mostListed && codes.every((code) => codePattern.test(code));
  });
}

/** The references of each row, every kind of record asked once for all of them; a null row refers to nothing. */
export async function findReferences<Refs>(
  references: readonly Reference[],
  rows: readonly (object | null)[],
  session: ClientSession,
): Promise<readonly Found<Refs>[]> {
  const found: ReadonlyMap<string, Owned>[] = [];
  // One after the other: a session carries one question at a time.
  for (const [field, source] of references) found.push(await findAll(source, codesOf(rows, field), session));
  return rows.map((row) => {
    const records = references.map(([field], position) => {
      const named = codesIn(row, field).flatMap((code) => found[position]?.get(code) ?? []);
      return [field, Array.isArray(valueOf(row, field)) ? named : named[0]];
    });
    // Each field of the references is there, with what was found.
    return Object.fromEntries(records) as Found<Refs>;
  });
}

/** Holds what rows refer to by those of their fields that ask for it. */
export async function holdReferences(references: readonly Reference[], rows: readonly (object | null)[], session: ClientSession): Promise<void> {
  for (const [field, { hold }] of references) {
    if (!hold) continue;
    for (const codes of slicesOf(codesOf(rows, field))) await hold(codes, session);
  }
}

/** What a row refers to, as it stands after the changes that were decided before it in the same transaction, about records of its own kind by their codes. */
export function refsAfter<Refs>(changes: ReadonlyMap<string, { readonly state: Owned }>, own: readonly string[], { row, refs }: { row: object | null; refs: Found<Refs> }): Found<Refs> {
  if (changes.size === 0) return refs;
  const later = own.flatMap((field) => codesIn(row, field).flatMap((code) => {
    const change = changes.get(code);
    return change ? [[field, change.state] as const] : [];
  }));
  // A field of a kind's own records holds a record of that kind.
  return later.length === 0 ? refs : Object.assign({}, refs, Object.fromEntries<Owned>(later));
}

async function findAll(source: Source, codes: readonly string[], session: ClientSession): Promise<ReadonlyMap<string, Owned>> {
  const found: (readonly [string, Owned])[] = [];
  for (const slice of slicesOf(codes)) found.push(...await source.find(slice, session));
  return new Map(found);
}

/** As many codes as one question to MongoDB may well name. */
function slicesOf(codes: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(codes.length / mostListed) }, (_, place) => codes.slice(place * mostListed, (place + 1) * mostListed));
}

/** Each of them once. */
function codesOf(rows: readonly (object | null)[], field: string): readonly string[] {
  return [...new Set(rows.flatMap((row) => codesIn(row, field)))];
}

function codesIn(row: object | null, field: string): readonly string[] {
  const named = valueOf(row, field);
  return (Array.isArray(named) ? named : [named]).filter((code) => typeof code === 'string');
}

function valueOf(row: object | null, field: string): unknown {
  return row && (row as Readonly<Record<string, unknown>>)[field];
}
