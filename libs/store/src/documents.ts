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
}

/** How a kind's records become documents and back. */
export interface DocumentForm<State extends Owned> {
  readonly topic: Topic;
  readonly filters: Readonly<Record<string, string>>;
  readonly derived?: (state: State) => object;
  readonly sealed?: readonly (keyof State & string)[];
}

/** A document that is ready to be written, and the fact as the journal keeps it, with sealed fields encrypted. */
export interface Sealer<State extends Owned> {
  readonly toDocument: (state: State, version: number) => StoredDocument;
  readonly toJournal: (fact: Fact, code: string) => Fact;
  /** The record with its sealed fields readable: for rules, and for who may read them. */
  readonly open: (document: StoredDocument) => State;
  /** The record without its sealed fields. */
  readonly closed: (document: StoredDocument) => State;
}

/** The two-way mapping of one kind. Throws when the kind has sealed fields and there is no cipher. */
export function documentForm<State extends Owned>(form: DocumentForm<State>, cipher: Cipher | null): Sealer<State> {
  const fields = form.sealed ?? [];
  const lists = listsBy(form.filters);
  if (fields.length > 0 && !cipher) throw new Error(`${form.topic.name} has sealed fields: a cipher is needed.`);
  const place = (code: string, field: string) => `${form.topic.name}/${code}/${field}`;

  function change<Record extends object>(record: Record, how: (text: string, field: string) => string | undefined): Record {
    const changed = fields.flatMap((field) => {
      const text: unknown = Reflect.get(record, field);
      return typeof text === 'string' ? [[field, how(text, field)] as const] : [];
    });
    return changed.length === 0 ? record : { ...record, ...Object.fromEntries<string | undefined>(changed) };
  }
  const seal = <Record extends object>(record: Record, code: string) =>
    change(record, (text, field) => cipher?.seal(text, place(code, field)));

  function toState(document: StoredDocument): State {
    const { _id, version: _version, lists: _lists, ...state } = document;
    // What the document holds was written by toDocument from a State.
    return { ...(state as object), code: _id } as State;
  }

  return {
    toDocument(state, version) {
      const { code, ...rest } = seal(state, state.code);
      const document = { ...rest, ...form.derived?.(state), _id: code, version, officeCode: ownerOf(state.lineage) };
      return Object.assign(document, { lists: lists.of(document) });
    },
    toJournal: (fact, code) => (fields.length === 0 ? fact : { ...fact, kept: seal(fact.kept, code) }),
    open: (document) => change(toState(document), (text, field) => cipher?.open(text, place(document._id, field))),
    closed: (document) => change(toState(document), () => undefined),
  };
}
