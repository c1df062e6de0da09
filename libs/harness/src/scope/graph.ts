import {
  buildClientSchema, getIntrospectionQuery, getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, isUnionType,
  getNullableType, type GraphQLField, type GraphQLInputObjectType, type GraphQLInputType, type GraphQLObjectType, type IntrospectionQuery,
} from 'graphql';
import type { ServiceUnderTest } from '../service.ts';
import { kindMeant, kindNames, type Field } from './fill.ts';

/** A kind of record that the service owns, and how the graph asks for it. */
export interface OwnKind {
  readonly type: GraphQLObjectType;
  readonly name: string;
  readonly single: string;
  readonly list: string;
  readonly filter: GraphQLInputObjectType;
  readonly record: string;
  readonly input: GraphQLInputObjectType;
}

/** A mutation about one record that is there. */
export interface Command {
  readonly field: GraphQLField<unknown, unknown>;
  /** Argument that holds the record's code. */
  readonly subject: string;
  readonly kind: string;
}

/** Everything a service lets be asked and commanded. */
export interface ServiceGraph {
  /** In the order in which they can be recorded. */
  readonly kinds: readonly OwnKind[];
  readonly commands: readonly Command[];
  /** The command that builds a read model anew; null where nothing is heard. */
  readonly rebuild: string | null;
  /** Types that the gateway may ask for by their key. */
  readonly entities: readonly GraphQLObjectType[];
}

/** What ends the name of the command that builds a read model anew: it is about no record. */
const rebuilding = 'Rebuild';

/**
 * Reads a service's schema from the service itself. Throws when it has a question or a command of a form not known here, or a
 * command about records whose answer has no position, so that nobody could ask for what follows from it.
 */
export async function readGraph({ ask }: Pick<ServiceUnderTest, 'ask'>): Promise<ServiceGraph> {
  const { data } = await ask(getIntrospectionQuery());
  // What the introspection question answers is graphql-js's own type.
  const schema = buildClientSchema(data as object as IntrospectionQuery);
  const queries = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ name }) => !/^_(entities|service)$|Status$/.test(name));
  const [about, whole] = [true, false].map((isAbout) => Object.values(schema.getMutationType()?.getFields() ?? {}).filter(({ name }) => isAbout !== name.endsWith(rebuilding)));
  const mutations = about ?? [];
  const silent = mutations.find((field) => !answersPosition(field));
  if (silent) throw new Error(`Mutation.${silent.name} does not answer position: Position!, which tells where its facts are to be waited for.`);
  const singles = queries.filter(({ args, type }) => args.length === 1 && args[0]?.name === 'code' && isObjectType(getNamedType(type)));
  const kinds = singles.map((single) => kindOf(single, queries, mutations)).sort((one, other) => kindNames.indexOf(one.name) - kindNames.indexOf(other.name));
  const commands = mutations.filter(({ name }) => !kinds.some(({ record }) => record === name)).map((field) => commandOf(field, kinds));
  const unknown = queries.find(({ name }) => !kinds.some(({ single, list }) => single === name || list === name));
  if (unknown) throw new Error(`Nobody has said how Query.${unknown.name} is checked: say it in libs/harness/src/scope.`);
  const union = schema.getType('_Entity');
  return { kinds, commands, rebuild: whole?.[0]?.name ?? null, entities: isUnionType(union) ? [...union.getTypes()] : [] };
}

/** A field of an input type, or an argument, as something to be filled. */
export function fieldOf(kind: string, { name, type }: { readonly name: string; readonly type: GraphQLInputType }): Field {
  const named = getNamedType(type);
  return {
    kind, name, type: named.name,
    choices: isEnumType(named) ? named.getValues().map((value) => value.name) : [],
    list: isListType(getNullableType(type)),
    required: isNonNullType(type),
  };
}

type AnyField = GraphQLField<unknown, unknown>;

function answersPosition({ type }: AnyField): boolean {
  const answer = getNamedType(type);
  return isObjectType(answer) && answer.getFields()['position']?.type.toString() === 'Position!';
}

function kindOf(single: AnyField, queries: readonly AnyField[], mutations: readonly AnyField[]): OwnKind {
  const type = getNamedType(single.type);
  if (!isObjectType(type)) throw new Error(`Query.${single.name} answers no record.`);
  const list = queries.find((field) => getNamedType(field.type).name === `${type.name}Connection`);
  const filter = list && getNamedType(list.args.find(({ name }) => name === 'filter')?.type);
  const inputs = mutations.map((field) => ({ field, input: getNamedType(field.args.find(({ name }) => name === 'rows')?.type) }));
  const recording = inputs.find(({ input }) => input?.name === `${type.name}Input`);
  if (!list || !isInputObjectType(filter) || !isInputObjectType(recording?.input)) throw new Error(`${type.name} has no list with a filter, or no bulk mutation.`);
  return { type, name: type.name, single: single.name, list: list.name, filter, record: recording.field.name, input: recording.input };
}

function commandOf(field: AnyField, kinds: readonly OwnKind[]): Command {
  for (const { name } of field.args.filter(({ type }) => getNamedType(type).name === 'ID')) {
    const kind = kinds.find((own) => own.name === kindMeant('', name));
    if (kind) return { field, subject: name, kind: kind.name };
  }
  throw new Error(`Nobody has said how Mutation.${field.name} is checked: no argument names a record of this service.`);
}
