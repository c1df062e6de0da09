import type { Topic } from '@xunlian/events';
import type { Fact, Found, Owned, Peers, RecordCommand } from '@xunlian/shared';
import type { ClientSession, Schema } from 'mongoose';

/** Records of one kind as another kind's rules need them: unscoped, so never handed to a resolver. */
export interface Source<Ref extends Owned = Owned> {
  /** Within a transaction, as of its beginning; what must not change until it commits is held, or guarded by a key (`PeerRule`). */
  readonly find: (codes: readonly string[], session: ClientSession) => Promise<ReadonlyMap<string, Ref>>;
  /**
   * Writes to records that were referred to, and changes nothing in them: of two transactions that write to one of them, one
   * starts again. Absent where it does not matter if they change meanwhile.
   */
  readonly hold?: (codes: readonly string[], session: ClientSession) => Promise<void>;
}

/** Records of the service itself. */
export interface OwnSource<Ref extends Owned = Owned> extends Source<Ref> {
  /** For who is decided by what they say: they are held by whatever refers to them. */
  readonly held: Source<Ref>;
}

/** What a command can learn beside its own subject: the records it refers to and those that share a key with it. */
export interface Known<Refs, Peer> {
  readonly refs: Found<Refs>;
  readonly peers: Peers<Peer>;
}

/** Rules that look at several records at once, such as posts of an office or the leader of a group. */
export interface PeerRule<State, Row, Refs, Peer extends { readonly code: string }> {
  /**
   * Keys the row shares with its peers; none when no such rule concerns it. Rows with a common key are decided one after the other.
   * They are made before the group is decided: of records of its own kind, not from those that `refs` holds.
   */
  readonly keys: (row: Row, refs: Found<Refs>) => readonly string[];
  /** `RECORD` where the peers hold this very record, which is between them then: no key needs to be written. */
  readonly guardedBy?: 'RECORD';
  /** Peers that are there, with the key they share. */
  readonly load: (keys: readonly string[], session: ClientSession) => Promise<readonly (readonly [string, Peer])[]>;
  /** The record as a peer of the rows decided after it; absent when peers are records of another kind. */
  readonly join?: (state: State) => Peer;
}

/** One kind of record: its contract, its rules and how it is kept. */
export interface Kind<State extends Owned, Row extends { code: string }, Refs, Peer extends { readonly code: string }, Other> {
  /** Collection, named for the kind in the plural. */
  readonly name: string;
  readonly topic: Topic;
  readonly schema: Schema;
  /** Decides the recording of a whole row and whatever else can be commanded. */
  readonly decide: (state: State | null, command: RecordCommand<Row, Refs, Peer> | Other) => Fact[];
  readonly evolve: (state: State | null, fact: Fact, code: string) => State;
  /** Where the records are found that a row refers to, by the row's field; `self` for records of this kind. */
  readonly references: { readonly [Field in keyof Refs & string]: Source | 'self' };
  readonly peers?: PeerRule<State, Row, Refs, Peer>;
  /** Day that orders lists, newest first; lists without one are ordered by code. */
  readonly day?: keyof State & string;
  /** Filters of the list question, and the field each compares. */
  readonly filters: Readonly<Record<string, string>>;
  /** Fields derived from the others, kept for filtering only. */
  readonly derived?: (state: State) => object;
  /** Text fields that are encrypted in the database. */
  readonly sealed?: readonly (keyof State & string)[];
}
