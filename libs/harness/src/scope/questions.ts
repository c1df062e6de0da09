import { getNamedType, isEnumType, isInputObjectType, isObjectType, type GraphQLArgument, type GraphQLInputField, type GraphQLObjectType } from 'graphql';
import { codeAt, filled, kindMeant, parents, perPlace, type Spot } from './fill.ts';
import { fieldOf, type OwnKind, type ServiceGraph } from './graph.ts';
import { few, places } from './places.ts';
import type { Recorded } from './records.ts';

/** A code that no record has. */
export const nowhere = 'nowhere-1';

/** A list question with one filter, or none. */
export interface ListQuestion {
  readonly name: string;
  readonly filter: Readonly<Record<string, unknown>>;
}

/** Every filter of a kind by itself with values that some records have; the unfiltered list first. */
export function listQuestions(kind: OwnKind, records: readonly Recorded[]): ListQuestion[] {
  const own = records.filter((record) => record.kind === kind.name);
  const filters = Object.values(kind.filter.getFields()).flatMap((field) =>
    valuesFor(kind, field, own).map((value) => ({ name: `${field.name} ${JSON.stringify(value).slice(0, 80)}`, filter: { [field.name]: value } })));
  return [{ name: 'all', filter: {} }, ...filters];
}

function valuesFor(kind: OwnKind, field: GraphQLInputField, own: readonly Recorded[]): unknown[] {
  const type = getNamedType(field.type);
  if (field.name === 'codes') return [[...sample(own).map(({ code }) => code), nowhere]];
  if (isInputObjectType(type) && type.name === 'OfficeFilter') return few.flatMap(({ code }) => [{ code, scope: 'OWN' }, { code, scope: 'SUBTREE' }]);
  if (isInputObjectType(type) && type.name === 'DayRange') return [{ from: '2018-01-01', to: '2018-12-10' }, { from: '2018-12-05' }, { to: '2018-04-05' }];
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  if (type.name === 'Boolean') return [true, false];
  if (type.name === 'Int') return [filled(fieldOf(kind.name, field), { place: places[0] ?? never(), number: 0 })];
  const meant = kindMeant(kind.name, field.name);
  if (type.name !== 'ID' || !meant) throw new Error(`Nobody has said what the filter ${kind.filter.name}.${field.name} is tried with: say it in libs/harness/src/scope/questions.ts.`);
  return [...few.map((place) => (meant === 'Division' ? place.code : codeAt(meant, { place, number: 0 }))), nowhere];
}

/** Some records of every place: the first, one with empty cells, and one that refers to another place. */
export function sample<Kind extends Spot>(records: readonly Kind[]): Kind[] {
  return records.filter(({ number }) => number === 0 || number === parents - 1 || number === perPlace - 2);
}

/** Keys of an entity type at every place, and one that no record has. */
export function keysOf(type: GraphQLObjectType, records: readonly Recorded[]): string[] {
  const own = records.filter(({ kind }) => kind === type.name);
  const known = own.length > 0 ? sample(own).map(({ code }) => code) : places.map((place) => codeAt(type.name, { place, number: 0 }));
  return [...known, nowhere];
}

/** Every field of an entity, arguments filled, each list as far as it goes, other entities by their code. */
export function selectionOf(type: GraphQLObjectType, entities: ServiceGraph['entities']): string {
  return Object.values(type.getFields()).map((field) => {
    const call = `${field.name}${argumentsOf(type.name, field.args)}`;
    const named = getNamedType(field.type);
    if (!isObjectType(named)) return call;
    if (named.name.endsWith('Connection')) return `${call} { nodes { code } totalCount }`;
    if (entities.includes(named) || named.getFields()['code']) return `${call} { code }`;
    return `${call} { ${selectionOf(named, entities)} }`;
  }).join(' ');
}

/** Arguments with a literal each, those with a default included; empty where there are none. */
export function argumentsOf(kind: string, args: readonly GraphQLArgument[], given: Readonly<Record<string, string>> = {}): string {
  const wanted = args.filter((argument) => argument.name !== 'after');
  const literals = wanted.map((argument) => {
    const { name } = argument;
    if (given[name] !== undefined) return `${name}: ${JSON.stringify(given[name])}`;
    const field = fieldOf(kind, argument);
    const value = filled({ ...field, required: true }, { place: places[0] ?? never(), number: 0 });
    return `${name}: ${field.choices.length > 0 ? String(value) : JSON.stringify(value)}`;
  });
  return literals.length > 0 ? `(${literals.join(', ')})` : '';
}

function never(): never {
  throw new Error('There are places.');
}
