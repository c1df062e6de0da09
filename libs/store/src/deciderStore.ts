import { journalCollection, type JournalRow } from '@xunlian/events';
import { groupCommit } from '@xunlian/bus';
import { longestKey, Refusal, type Found, type Owned, type RecordCommand } from '@xunlian/shared';
import type { ClientSession, Collection, Connection } from 'mongoose';
import type { Cipher } from './cipher.ts';
import { inTransaction } from './connection.ts';
import { documentForm, updateOf, type Sealer, type StoredDocument } from './documents.ts';
import { journalRow, type Cause } from './journal.ts';
import type { Kind, Known } from './kind.ts';
import { toldGroup } from './occurrences.ts';
import { peersFor, type GuardedPeers } from './peers.ts';
import { findReferences, holdReferences, namesCodes, refsAfter, sourceIn, type Reference } from './references.ts';

/** What became of a command. */
export type Outcome<State> =
  | { readonly type: 'CREATED' | 'UPDATED' | 'UNCHANGED'; readonly state: State; readonly at: string }
  | { readonly type: 'REJECTED'; readonly code: string; readonly refusal: Refusal; readonly at: string };

/** A command on its way: made when what it can know is loaded. */
export interface Submission<Row, Refs, Peer, Other> {
  readonly code: string;
  /** Row of a recording; null for a command that needs no other record. */
  readonly row: Row | null;
  readonly cause: Cause;
  readonly command: (known: Known<Refs, Peer>) => RecordCommand<Row, Refs, Peer> | Other;
}

/** What stands behind the writing side of one kind. */
interface Side<State extends Owned, Row extends { code: string }, Refs, Peer extends { readonly code: string }, Other> {
  readonly db: Connection;
  readonly kind: Kind<State, Row, Refs, Peer, Other>;
  readonly form: Sealer<State>;
  readonly documents: Collection<StoredDocument>;
  readonly references: readonly Reference[];
  /** Fields that refer to records of this kind. */
  readonly own: readonly string[];
}

/** What a group of commands is decided on, and what has been decided so far. */
interface Group<State, Row, Refs, Peer> {
  readonly stored: ReadonlyMap<string, StoredDocument>;
  readonly peers: GuardedPeers<State, Row, Refs, Peer>;
  /** By code. */
  readonly changes: Map<string, Change<State>>;
}

interface Change<State> {
  readonly row: object | null;
  readonly was: StoredDocument | null;
  readonly state: State;
  readonly document: StoredDocument;
  readonly rows: readonly JournalRow[];
}

/** A command that could not be decided, through no fault of those it shares a transaction with. */
interface Failed {
  readonly type: 'FAILED';
  readonly error: unknown;
}

/**
 * Rows of a bulk arrive by the thousand, and one may have thousands of values, each of which is written three times. A transaction
 * costs as much as eight commands in it.
 */
const limits = { subjects: 500, weight: 10_000, inFlight: 2, fewest: 8 };

/** The writing side of one kind: load, decide, evolve, save, journal, in one transaction that commands share. */
export function deciderStore<State extends Owned, Row extends { code: string }, Refs, Peer extends { readonly code: string }, Other>(
  db: Connection,
  kind: Kind<State, Row, Refs, Peer, Other>,
  cipher: Cipher | null,
) {
  type Item = Submission<Row, Refs, Peer, Other> & { readonly weight: number };
  const form = documentForm(kind, cipher);
  const documents: Collection<StoredDocument> = db.collection<StoredDocument>(kind.name);
  const source = sourceIn(documents, form);
  const references = Object.entries<Reference[1] | 'self'>(kind.references).map(([field, found]): Reference => [field, found === 'self' ? source : found]);
  const own = references.flatMap(([field, found]) => (found === source ? [field] : []));
  const side = { db, kind, form, documents, references, own };
  // Where records are each other's peers, groups beside each other would often hold a key that both need; and a row may refer to one before it.
  const inFlight = kind.peers?.join || own.length > 0 ? 1 : limits.inFlight;
  const commit = groupCommit((items: readonly Item[]) => toldGroup(kind.name, items, () => commitGroup(side, items)), { ...limits, inFlight });
  async function submit(item: Submission<Row, Refs, Peer, Other>): Promise<Outcome<State>> {
    const outcome = await commit({ ...item, weight: 1 + valuesIn(item.row) });
    if (outcome.type === 'FAILED') throw outcome.error;
    return outcome;
  }
  return { submit, form, documents, source };
}

/** How many values stand in the lists of a row. */
function valuesIn(row: object | null): number {
  return Object.values(row ?? {}).reduce<number>((sum, value: unknown) => (Array.isArray(value) ? sum + value.length : sum), 0);
}

async function commitGroup<State extends Owned, Row extends { code: string }, Refs, Peer extends { readonly code: string }, Other>(
  side: Side<State, Row, Refs, Peer, Other>,
  items: readonly Submission<Row, Refs, Peer, Other>[],
): Promise<readonly (Outcome<State> | Failed)[]> {
  // What no record can have is refused, and not looked for: a question too long for MongoDB would take all others of its group down.
  const rows = items.map(({ code, row }) => row && code.length <= longestKey && namesCodes(row, side.references) ? row : null);
  const codes = items.map(({ code }) => code).filter(({ length }) => length <= longestKey);
  const { result, at } = await inTransaction(side.db, async (session) => {
    const refs = await findReferences<Refs>(side.references, rows, session);
    const stored = await side.documents.find({ _id: { $in: codes } }, { session }).toArray();
    const peers = await peersFor({ db: side.db, session }, side.kind.peers, { rows, refs });
    const group = { stored: new Map(stored.map((document) => [document._id, document])), peers, changes: new Map<string, Change<State>>() };
    const outcomes = items.map((item, position) => decideOne(side, group, { item, refs: refs[position] ?? ({} as Found<Refs>) }));
    await save(side, [...group.changes.values()], session);
    return outcomes;
  });
  return result.map((outcome) => ({ ...outcome, at }));
}

function decideOne<State extends Owned, Row extends { code: string }, Refs, Peer extends { readonly code: string }, Other>(
  { kind, form, own }: Side<State, Row, Refs, Peer, Other>,
  { stored, peers, changes }: Group<State, Row, Refs, Peer>,
  { item, refs: found }: { item: Submission<Row, Refs, Peer, Other>; refs: Found<Refs> },
): Outcome<State> | Failed {
  const { code, row, cause, command } = item;
  try {
    const was = stored.get(code) ?? null;
    const refs = refsAfter(changes, own, { row, refs: found });
    const { before, toJournal, toDocument } = form.sealing(code, was, row ? 'SEALED' : 'CLOSED');
    const facts = kind.decide(before, command({ refs, peers: peers.of }));
    const state = facts.reduce<State | null>((so, fact) => kind.evolve(so, fact, code), before);
    if (!state) throw new Error(`A command about ${kind.name} was decided without a fact or a record.`);
    if (facts.length === 0) return { type: 'UNCHANGED', state, at: '' };
    const version = was?.version ?? 0;
    const rows = facts.map((fact, index) => journalRow({ topic: kind.topic, code, version: version + 1 + index }, toJournal(fact), cause));
    changes.set(code, { row, was, state, rows, document: toDocument(state, version + rows.length) });
    peers.decided(row, refs, state);
    return { type: was ? 'UPDATED' : 'CREATED', state, at: '' };
  } catch (error) {
    return error instanceof Refusal ? { type: 'REJECTED', code, refusal: error, at: '' } : { type: 'FAILED', error };
  }
}

async function save(
  { db, kind, documents, references }: { db: Connection; kind: { name: string }; documents: Collection<StoredDocument>; references: readonly Reference[] },
  changes: readonly Change<Owned>[],
  session: ClientSession,
): Promise<void> {
  if (changes.length === 0) return;
  await holdReferences(references, changes.map(({ row }) => row), session);
  const written = await documents.bulkWrite(changes.map(({ was, document }) => (was
    // By its key alone, which MongoDB finds for a fifth less: what changed since it was read here makes the transaction start again.
    ? { updateOne: { filter: { _id: was._id }, update: updateOf(was, document) } }
    : { insertOne: { document } })), { session });
  if (written.insertedCount + written.matchedCount !== changes.length) throw new Error(`A record of ${kind.name} went away under a transaction.`);
  await db.collection<JournalRow>(journalCollection).insertMany(changes.flatMap(({ rows }) => rows), { session });
}
