import { Refusal, type Owned, type RowOrigin, type Viewer } from '@xunlian/shared';
import type { Connection } from 'mongoose';
import type { Cipher } from './cipher.ts';
import { deciderStore, type Outcome } from './deciderStore.ts';
import type { Kind, Known } from './kind.ts';
import { inLists, listName, type Conditions } from './lists.ts';
import { findPage, lengthOf, type Page, type PageRequest } from './page.ts';
import { byCodeLoader, pageByLoader, recordsOf, sealedLoader } from './reads.ts';
import type { Request } from './request.ts';

/** Which records a list question asks for; each kind adds its own filters by name. */
export interface ListFilter {
  readonly codes?: readonly string[] | null | undefined;
  readonly office?: { readonly code: string; readonly scope: 'OWN' | 'SUBTREE' } | null | undefined;
  readonly days?: { readonly from?: string | null | undefined; readonly to?: string | null | undefined } | null | undefined;
}

/** The records of one kind for one request: nothing outside what its viewer oversees is read or changed. */
export interface ScopedStore<State extends Owned, Row, Other> {
  /** The record, or null when there is none that the viewer may know of. */
  readonly find: (code: string) => Promise<State | null>;
  /** A page of the list; its order is newest first, or by code where the kind has no day. */
  readonly page: (filter: ListFilter, page: PageRequest) => Promise<Page<State>>;
  /** The first records whose field has this value; questions of one turn are one question to MongoDB. */
  readonly pageBy: (field: string, value: string, first: number) => Promise<Page<State>>;
  /** Sealed text of a record, null when there is none; every read is logged before its text is handed out. */
  readonly readSealed: (code: string, field: keyof State & string) => Promise<string | null>;
  /** Records each row as a whole, at most 1,000 rows; an outcome a row, in their order. An office states them unless it is said. */
  readonly record: (rows: readonly Row[], origin?: RowOrigin) => Promise<readonly Outcome<State>[]>;
  /** Carries out one command about one record; throws its refusal. */
  readonly handle: (code: string, command: Other) => Promise<{ readonly state: State; readonly at: string }>;
}

const most = 1_000;

/**
 * The store of one kind. `as(request)` is the only way to its records for a resolver; `source` serves other kinds' rules.
 */
export function recordStore<State extends Owned, Row extends { code: string }, Refs, Peer extends { readonly code: string }, Other>(
  db: Connection,
  kind: Kind<State, Row, Refs, Peer, Other>,
  cipher: Cipher | null = null,
) {
  const { submit, form, documents, source } = deciderStore(db, kind, cipher);
  const listing = { ...(kind.day === undefined ? {} : { day: kind.day }), filters: kind.filters };

  function as(request: Request): ScopedStore<State, Row, Other> {
    const { viewer, id, trace } = request;
    const visible = visibleTo(viewer);
    const readable = { db, name: kind.name, documents, form, listing, visible };
    const [records, pages, sealed] = [byCodeLoader(readable), pageByLoader(readable), sealedLoader(readable, request)];
    const cause = (origin: RowOrigin = 'STATED') =>
      ({ by: viewer.name, correlation: id, at: new Date(), ...(origin === 'STATED' ? {} : { origin }), ...(trace === undefined ? {} : { trace }) });
    return {
      find: (code) => records.load(code),
      page: async (filter, page) => {
        const conditions = whereOf(kind, filter, visible);
        return recordsOf(form, await findPage(documents, listing, { conditions, page, named: Boolean(filter.codes) }));
      },
      // Refused before it is one of those of its turn, which would be refused with it.
      pageBy: async (field, value, first) => pages.load({ field, value, first: lengthOf(first) }),
      readSealed: (code, field) => sealed.load({ code, field }),
      record: async (rows, origin = 'STATED') => {
        if (rows.length > most) throw new Refusal('INVALID', `At most ${most} rows at a time.`, 'rows');
        return Promise.all(oncePerCode<State, Row>(rows, (row) => submit({
          code: row.code, row, cause: cause(origin), command: (known: Known<Refs, Peer>) => ({ type: 'record', by: viewer, origin, row, ...known }),
        })));
      },
      handle: async (code, command) => {
        const outcome = await submit({ code, row: null, cause: cause(), command: () => command });
        if (outcome.type === 'REJECTED') throw outcome.refusal;
        return { state: outcome.state, at: outcome.at };
      },
    };
  }
  return { as, source, kind };
}

function oncePerCode<State extends Owned, Row extends { code: string }>(
  rows: readonly Row[],
  submit: (row: Row) => Promise<Outcome<State>>,
): Promise<Outcome<State>>[] {
  const seen = new Set<string>();
  return rows.map((row) => {
    if (seen.has(row.code))
      return Promise.resolve({ type: 'REJECTED', code: row.code, refusal: new Refusal('CONFLICT', 'Another row has this code.', 'code'), at: '' });
    seen.add(row.code);
    return submit(row);
  });
}

/** The list of all that a viewer oversees. */
function visibleTo({ lineage }: Viewer): string {
  return listName('lineage', lineage.at(-1) ?? '');
}

function whereOf(kind: { filters: Readonly<Record<string, string>>; day?: string | undefined }, filter: ListFilter, visible: string): Conditions {
  if ((filter.codes?.length ?? 0) > most) throw new Refusal('INVALID', `At most ${most} codes.`, 'codes');
  const own = Object.entries(kind.filters).flatMap(([name, field]) => {
    const value = (filter as Readonly<Record<string, unknown>>)[name];
    return value === undefined || value === null ? [] : [[field, value] as const];
  });
  const { office } = filter;
  const offices = office ? [[office.scope === 'OWN' ? 'officeCode' : 'lineage', office.code] as const] : [];
  const { from, to } = filter.days ?? {};
  return {
    ...inLists(visible, [...own, ...offices]),
    ...(filter.codes ? { _id: { $in: filter.codes } } : {}),
    ...(kind.day && (from || to) ? { [kind.day]: { ...(from ? { $gte: from } : {}), ...(to ? { $lte: to } : {}) } } : {}),
  };
}
