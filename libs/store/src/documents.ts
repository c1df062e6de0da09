import { isDeepStrictEqual } from 'node:util';
import type { Topic } from '@xunlian/events';
import { ownerOf, type Fact, type Owned } from '@xunlian/shared';
import type { Cipher } from './cipher.ts';
import { listsBy } from './lists.ts';

/** A record as MongoDB keeps it: its code is the key. */
export interface StoredDocument {
  readonly _id: string;
  /** Number of facts about it. */
  readonly version: number;
  readonly lineage: readonly string[];
  /** Owning office: the last of the lineage, for lists of one office alone. */
  readonly officeCode: string;
  /** Names of the lists it is in. */
  readonly lists: readonly string[];
  /** Counted up by who holds it. */
  readonly held?: number;
}

/** How a kind's records become documents and back. */
export interface DocumentForm<State extends Owned> {
  readonly topic: Topic;
  readonly filters: Readonly<Record<string, string>>;
  readonly derived?: (state: State) => object;
  readonly sealed?: readonly (keyof State & string)[];
}

/** One record on its way to be written, with sealed fields encrypted: a text that was sealed in it before stays as it is. */
export interface Sealing<State extends Owned> {
  /** The record as it was, with its sealed fields readable if that was asked for; null when there was none. */
  readonly before: State | null;
  readonly toDocument: (state: State, version: number) => StoredDocument;
  readonly toJournal: (fact: Fact) => Fact;
}

/** How the records of a kind are sealed and read. */
export interface Sealer<State extends Owned> {
  /** What needs no sealed text to be decided does without: it stays as it was, unread. */
  readonly sealing: (code: string, was: StoredDocument | null, reads: 'SEALED' | 'CLOSED') => Sealing<State>;
  /** The record with its sealed fields readable, for who may read them. */
  readonly open: (document: StoredDocument) => State;
  /** The record without its sealed fields. */
  readonly closed: (document: StoredDocument) => State;
}

/** The two-way mapping of one kind. Throws when the kind has sealed fields and there is no cipher. */
export function documentForm<State extends Owned>(form: DocumentForm<State>, cipher: Cipher | null): Sealer<State> {
  const fields = form.sealed ?? [];
  const lists = listsBy(form);
  if (fields.length > 0 && !cipher) throw new Error(`${form.topic.name} has sealed fields: a cipher is needed.`);
  const closed = (document: StoredDocument) => toState<State>(withoutTexts(document, fields));
  const place = (code: string, field: string) => `${form.topic.name}/${code}/${field}`;

  function open(document: StoredDocument, onOpened: (field: string, text: string, sealed: string) => void = () => undefined): State {
    return changed(toState<State>(document), fields, (sealed, field) => {
      const text = cipher?.open(sealed, place(document._id, field));
      if (text !== undefined) onOpened(field, text, sealed);
      return text;
    });
  }

  function sealing(code: string, was: StoredDocument | null, reads: 'SEALED' | 'CLOSED'): Sealing<State> {
    const known = new Map<string, string | undefined>();
    const opened = () => was && open(was, (field, text, sealed) => known.set(`${field}/${text}`, sealed));
    const unread = was && reads === 'CLOSED' ? textsOf(was, fields) : {};
    const seal = <Record extends object>(record: Record) => changed(record, fields, (text, field) => {
      const sealed = known.get(`${field}/${text}`) ?? cipher?.seal(text, place(code, field));
      known.set(`${field}/${text}`, sealed);
      return sealed;
    });
    return {
      before: reads === 'SEALED' ? opened() : was && closed(was),
      toJournal: (fact) => (fields.length === 0 ? fact : { ...fact, kept: seal(fact.kept) }),
      toDocument(state, version) {
        const { code: _code, ...rest } = seal(state);
        const document = { ...unread, ...rest, ...form.derived?.(state), _id: code, version, officeCode: ownerOf(state.lineage) };
        return Object.assign(document, { lists: lists.of(document) });
      },
    };
  }

  return { sealing, open: (document) => open(document), closed };
}

function toState<State extends Owned>(document: Partial<StoredDocument>): State {
  const { _id, version: _version, lists: _lists, held: _held, ...state } = document;
  // What the document holds was written by toDocument from a State.
  return { ...(state as object), code: _id } as State;
}

/** What makes a document of the same record into another: only fields that differ, since MongoDB logs and copies what it is told. */
export function updateOf(was: StoredDocument, now: StoredDocument): { $set: Record<string, unknown>; $unset: Record<string, ''> } {
  const differing = Object.entries(now).filter(([field, value]) => !isDeepStrictEqual(value, Reflect.get(was, field)));
  const gone = Object.keys(was).filter((field) => !(field in now));
  return { $set: Object.fromEntries<unknown>(differing), $unset: Object.fromEntries(gone.map((field) => [field, ''] as const)) };
}

/** The record with those of these fields changed that hold a text. */
function changed<Record extends object>(record: Record, fields: readonly string[], how: (text: string, field: string) => string | undefined): Record {
  const texts = Object.entries(textsOf(record, fields)).map(([field, text]) => [field, how(text, field)] as const);
  return texts.length === 0 ? record : { ...record, ...Object.fromEntries<string | undefined>(texts) };
}

function withoutTexts(document: StoredDocument, fields: readonly string[]): Partial<StoredDocument> {
  const texts = Object.keys(textsOf(document, fields));
  return texts.length === 0 ? document : Object.fromEntries(Object.entries(document).filter(([field]) => !texts.includes(field)));
}

/** Those of these fields that hold a text. */
function textsOf(record: object, fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.flatMap((field) => {
    const text: unknown = Reflect.get(record, field);
    return typeof text === 'string' ? [[field, text] as const] : [];
  }));
}
