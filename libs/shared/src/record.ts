import type { Lineage } from './lineage.ts';
import { oversees } from './lineage.ts';
import { checkReferences } from './reference.ts';
import { Refusal } from './refusal.ts';
import { checkShape } from './shape.ts';
import type { Viewer } from './viewer.ts';

/** What happened, as a rule decided it: `data` is published, `kept` never leaves the service. */
export interface Fact {
  readonly type: string;
  readonly data: object;
  readonly kept: object;
}

/** What every record is known by: its key and the office that owns it. */
export interface Owned {
  readonly code: string;
  readonly lineage: Lineage;
}

/** What the store found of each reference of a row; undefined where the code is unknown or the cell empty. */
export type Found<Refs> = { readonly [Field in keyof Refs]: Refs[Field] | undefined };

/** Records that share a key with the row, the row itself included when it is there already. */
export type Peers<Peer> = (key: string) => readonly Peer[];

/**
 * Where a row comes from. STATED: an office states it, and every rule is asked. EXPORTED: a system wrote it out, which asked
 * every rule when it was stated there; other services' records may have moved on since, so what they say is not asked again.
 */
export type RowOrigin = 'STATED' | 'EXPORTED';

/** The whole of a record as an office states it; absent values are null. */
export interface RecordCommand<Row, Refs, Peer = never> {
  readonly type: 'record';
  readonly by: Viewer;
  readonly origin: RowOrigin;
  readonly row: Row;
  readonly refs: Found<Refs>;
  readonly peers: Peers<Peer>;
}

/** What is particular to one kind of record; all else about recording is the same for all of them. */
export interface RecordRules<State extends Owned, Row extends { code: string }, Refs, Peer> {
  /** Type of the fact that carries the whole record. */
  readonly fact: string;
  /** The kind in a sentence: `finding`. */
  readonly noun: string;
  /** Fields that hold codes of other records, and what is looked for: `{ inspectionCode: 'inspection' }`. */
  readonly references: { readonly [Field in keyof Refs & string]: string };
  /** Fields that never change once recorded, because other records hang on them. */
  readonly fixed: readonly (keyof State & string)[];
  /** Fields that never leave the service: names, summaries, sealed text. */
  readonly kept: readonly (keyof State & string)[];
  /** Of these, fields with sealed text, which the database has encrypted only. It may stand where a code is meant, so no unknown code is repeated. */
  readonly sealed?: readonly (keyof State & string)[];
  /** The record with its owner and what it takes over from the records it refers to. */
  readonly complete: (row: Row, refs: Refs) => State;
  /** Refuses what the kind and the other records of its service do not allow, which holds at any time. */
  readonly check?: Check<State, Refs, Peer>;
  /** Refuses what other services' records, as they are heard of, do not allow on the day a row is stated. */
  readonly checkHeard?: Check<State, Refs, Peer>;
}

/** Throws a refusal; sees the record as it was, or null. */
type Check<State, Refs, Peer> = (next: State, known: { refs: Refs; peers: Peers<Peer>; was: State | null }) => void;

/** A kind's decisions and its fold. */
export interface Decider<State extends Owned, Row, Refs, Peer> {
  /** Facts of recording one row; none when it changes nothing. Throws its refusal. */
  readonly decide: (was: State | null, command: RecordCommand<Row, Refs, Peer>) => Fact[];
  /** The record after a fact. */
  readonly evolve: (state: State | null, fact: Fact, code: string) => State;
  /** Fields with sealed text. */
  readonly sealed: readonly (keyof State & string)[];
}

/**
 * The rules of recording one kind: refuses what no record may hold (`checkShape`), a reference that leads to nothing its viewer may
 * know of, a foreign owner, a changed fixed field and what the kind's own `check` refuses.
 */
export function recordRules<State extends Owned, Row extends { code: string }, Refs, Peer = never>(
  rules: RecordRules<State, Row, Refs, Peer>,
): Decider<State, Row, Refs, Peer> {
  return {
    decide: (was, command) => decideRecord(rules, was, command),
    // The facts of a subject are the only source of its state, so together they have every field.
    evolve: (state, fact, code) => ({ ...state, ...fact.data, ...fact.kept, code }) as State,
    sealed: rules.sealed ?? [],
  };
}

function decideRecord<State extends Owned, Row extends { code: string }, Refs, Peer>(
  rules: RecordRules<State, Row, Refs, Peer>,
  was: State | null,
  command: RecordCommand<Row, Refs, Peer>,
): Fact[] {
  checkShape(rules.fact, { ...command.row });
  checkReferences(rules, was, command);
  // Every reference that the row names was found: what is undefined now is an empty cell, as Refs says.
  const refs = command.refs as Refs;
  const next = rules.complete(command.row, refs);
  checkJurisdiction(command.by, was, next);
  // What was right when it was recorded stays recorded, whatever has become of the records around it since.
  if (same(was, next)) return [];
  checkFixed(rules, was, next);
  const known = { refs, peers: command.peers, was };
  // First what the records allow that it refers to: who may not lead a group is told so, whoever else leads it.
  if (command.origin === 'STATED') rules.checkHeard?.(next, known);
  rules.check?.(next, known);
  return [recorded(rules, next)];
}

/** Refuses with INVALID when a day lies before one that must precede it; days that are null are passed over. */
export function inOrder<Row extends object>(row: Row, ...fields: readonly (keyof Row & string)[]): void {
  let earlier: string | null = null;
  for (const field of fields) {
    if (row[field] === null || row[field] === undefined) continue;
    if (earlier !== null && String(row[field]) < String(row[earlier as keyof Row])) {
      const days = `${String(row[field])} lies before ${String(row[earlier as keyof Row])}`;
      throw new Refusal('INVALID', `The order of dates makes no sense: ${field} ${days} (${earlier}).`, field);
    }
    earlier = field;
  }
}

function checkJurisdiction(by: Viewer, was: Owned | null, next: Owned): void {
  // First what is the same whether there is such a record or not: a code that is made of what it says must not tell that it is there.
  if (!oversees(by.lineage, next.lineage)) throw new Refusal('FORBIDDEN', 'This record would belong to an office that you do not act for.');
  if (was && !oversees(by.lineage, was.lineage)) throw new Refusal('CONFLICT', 'This code is taken.', 'code');
}

function checkFixed<State extends Owned, Row extends { code: string }, Refs, Peer>(
  rules: RecordRules<State, Row, Refs, Peer>,
  was: State | null,
  next: State,
): void {
  const changed = was && rules.fixed.find((field) => !same(was[field], next[field]));
  if (changed) throw new Refusal('CONFLICT', `The ${rules.noun} is recorded with another ${changed}, which never changes.`, changed);
}

function recorded<State extends Owned, Row extends { code: string }, Refs, Peer>(
  rules: RecordRules<State, Row, Refs, Peer>,
  next: State,
): Fact {
  const { code: _, ...fields } = next;
  const entries = Object.entries(fields);
  const isKept = (field: string) => (rules.kept as readonly string[]).includes(field);
  return {
    type: rules.fact,
    data: Object.fromEntries(entries.filter(([field]) => !isKept(field))),
    kept: Object.fromEntries(entries.filter(([field]) => isKept(field))),
  };
}

function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const fields = Object.keys(other);
  return fields.every((field) => same((one as Record<string, unknown>)[field], (other as Record<string, unknown>)[field]))
    && (!Array.isArray(one) || one.length === fields.length);
}
