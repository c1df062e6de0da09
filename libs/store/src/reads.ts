import type { Owned } from '@xunlian/shared';
import DataLoader from 'dataloader';
import type { Collection, Connection } from 'mongoose';
import type { Sealer, StoredDocument } from './documents.ts';
import { inLists } from './lists.ts';
import { byKey, findPages, type Page } from './page.ts';
import type { Request } from './request.ts';
import type { Listing } from './schema.ts';
import { noteSealedReads } from './sealedReads.ts';

/** What the loaders of one kind read, for one request. */
export interface Readable<State extends Owned> {
  readonly db: Connection;
  readonly name: string;
  readonly documents: Collection<StoredDocument>;
  readonly form: Sealer<State>;
  readonly listing: Listing;
  /** The list of all that the viewer oversees. */
  readonly visible: string;
}

/** A page as records, without their sealed fields. */
export function recordsOf<State extends Owned>(form: Sealer<State>, page: Page<StoredDocument>): Page<State> {
  return { ...page, entries: page.entries.map(({ cursor, row }) => ({ cursor, row: form.closed(row) })) };
}

/** Loads records by code, those of one turn together; null where the viewer may know of none. */
export function byCodeLoader<State extends Owned>({ documents, form, visible }: Readable<State>) {
  return new DataLoader<string, State | null>(async (codes) => {
    const found = await documents.find({ _id: { $in: [...codes] }, ...inLists(visible) }, byKey).toArray();
    const byCode = new Map(found.map((document) => [document._id, form.closed(document)]));
    return codes.map((code) => byCode.get(code) ?? null);
  });
}

/** The first records with a value in a field. */
export interface Listed {
  readonly field: string;
  readonly value: string;
  readonly first: number;
}

/** Each list is some stages of a question, of which MongoDB takes a thousand. */
const mostLists = 500;

/** Loads first pages, those of one turn by the same field in one question. */
export function pageByLoader<State extends Owned>({ documents, form, listing, visible }: Readable<State>) {
  const keyOf = ({ field, value, first }: Listed) => `${field}/${first}/${value}`;
  return new DataLoader<Listed, Page<State>, string>(async (keys) => {
    const pages = new Map<string, Page<State>>();
    for (const group of Map.groupBy(keys, ({ field, first }) => `${field}/${first}`).values()) {
      const [{ field, first } = { field: '', first: 1 }] = group;
      const values = [...new Set(group.map(({ value }) => value))];
      for (const [value, page] of await findPages(documents, listing, { field, first, values, visible }))
        pages.set(keyOf({ field, value, first }), recordsOf(form, page));
    }
    // findPages answers every value it is asked.
    return keys.map((key) => pages.get(keyOf(key)) as Page<State>);
  }, { cacheKeyFn: keyOf, maxBatchSize: mostLists });
}

/** Loads sealed texts, null where there is none; those of one turn are logged together before any is handed out. */
export function sealedLoader<State extends Owned>({ db, name, documents, form, visible }: Readable<State>, { viewer, id }: Request) {
  return new DataLoader<{ code: string; field: keyof State & string }, string | null>(async (reads) => {
    const found = await documents.find({ _id: { $in: reads.map(({ code }) => code) }, ...inLists(visible) }, byKey).toArray();
    const byCode = new Map(found.map((document) => [document._id, document]));
    const known = reads.filter(({ code }) => byCode.has(code));
    await noteSealedReads(db, known.map((read) => ({ kind: name, ...read, by: viewer.name, request: id })));
    return reads.map(({ code, field }) => {
      const document = byCode.get(code);
      const text: unknown = document ? form.open(document)[field] : null;
      return typeof text === 'string' ? text : null;
    });
  }, { cache: false });
}
