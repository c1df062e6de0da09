import type { Owned, RowOrigin } from '@xunlian/shared';
import { ownerOf } from '@xunlian/shared';
import type { ListFilter, Outcome, Page } from '@xunlian/store';
import { connectionOf, recordAnswer, type RowAnswer } from './answers.ts';
import type { ResolverMap } from './resolvers.ts';

/** The store of one kind as a request sees it. */
interface Scoped<State extends Owned, Row> {
  readonly find: (code: string) => Promise<State | null>;
  readonly page: (filter: ListFilter, page: { first: number; after?: string | null }) => Promise<Page<State>>;
  readonly pageBy: (field: string, value: string, first: number) => Promise<Page<State>>;
  readonly record: (rows: readonly Row[], origin: RowOrigin) => Promise<readonly Outcome<State>[]>;
}

/** Answers the position of a commit: `findings@…`. */
export interface Positioned {
  readonly position: (at: string) => string;
}

/** What the graph shows of one kind: the names differ, the resolvers are the same. */
export interface RecordType<Context, State extends Owned, Row, Input> {
  /** Object type: `Finding`. */
  readonly type: string;
  /** Plural of the type; gives the list question and the bulk mutation: `Findings`. */
  readonly many: string;
  readonly store: (context: Context) => Scoped<State, Row>;
  /** The row that a bulk input states, absent values as null. */
  readonly row: (input: Input, context: Context) => Row;
  /** Fields that show another service's record, and the field with its code, or with several codes. */
  readonly refers?: Readonly<Record<string, keyof State & string>>;
  /** Fields that show a record of this service: the field with its code, and where it is found. */
  readonly own?: Readonly<Record<string, readonly [keyof State & string, (context: Context) => Pick<Scoped<Owned, never>, 'find'>]>>;
  /** Lists of this kind under other types: `{ Inspection: { findings: 'inspectionCode' } }`. */
  readonly listed?: Readonly<Record<string, Readonly<Record<string, keyof State & string>>>>;
}

interface Question {
  readonly filter?: ListFilter | null;
  readonly first: number;
  readonly after?: string | null;
}

/** The resolvers that every kind has: by code, as a list, as an entity, under other types, and the bulk mutation. */
export function recordResolvers<Context extends Positioned, State extends Owned, Row, Input>(
  kind: RecordType<Context, State, Row, Input>,
): ResolverMap {
  const { type, many, store } = kind;
  const byCode = (key: { code: string }, _: unknown, context: Context) => store(context).find(key.code);
  const listed: ResolverMap = Object.fromEntries(Object.entries(kind.listed ?? {}).map(([parent, fields]) => [
    parent,
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, async ({ code }: { code: string }, { first }: Question, context: Context) =>
      connectionOf(await store(context).pageBy(field, code, first))])),
  ]));
  return {
    Query: {
      [uncapitalised(type)]: (_: unknown, key: { code: string }, context: Context) => byCode(key, _, context),
      [uncapitalised(many)]: async (_: unknown, { filter, ...page }: Question, context: Context) =>
        connectionOf(await store(context).page(filter ?? {}, page)),
    },
    Mutation: {
      [`record${many}`]: async (_: unknown, { rows, origin }: { rows: readonly Input[]; origin: RowOrigin }, context: Context) =>
        answerOf(await store(context).record(rows.map((row) => kind.row(row, context)), origin), context),
    },
    ...listed,
    [type]: { ...listed[type], __resolveReference: (key: { code: string }, context: Context) => byCode(key, null, context), ...fieldsOf(kind) },
  };
}

function fieldsOf<Context, State extends Owned, Row, Input>({ refers = {}, own = {} }: RecordType<Context, State, Row, Input>): ResolverMap {
  const foreign: [string, unknown][] = Object.entries(refers).map(([name, field]) => [name, (state: State) => {
    const codes: unknown = state[field];
    return Array.isArray(codes) ? codes.map((code: unknown) => ({ code })) : typeof codes === 'string' ? { code: codes } : null;
  }]);
  const local: [string, unknown][] = Object.entries(own).map(([name, [field, store]]) => [name, (state: State, _: unknown, context: Context) => {
    const code: unknown = state[field];
    return typeof code === 'string' ? store(context).find(code) : null;
  }]);
  return { office: ({ lineage }: State) => ({ code: ownerOf(lineage) }), ...Object.fromEntries([...foreign, ...local]) };
}

function answerOf<State extends Owned>(outcomes: readonly Outcome<State>[], { position }: Positioned) {
  const rows = outcomes.map((outcome, row): RowAnswer => {
    if (outcome.type !== 'REJECTED') return { row, code: outcome.state.code, outcome: outcome.type, refusal: null, field: null, reason: null };
    const { code, field, message } = outcome.refusal;
    return { row, code: outcome.code, outcome: 'REJECTED', refusal: code, field, reason: message };
  });
  return recordAnswer(rows, position(outcomes.reduce((latest, { at }) => (at > latest ? at : latest), '')));
}

function uncapitalised(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
