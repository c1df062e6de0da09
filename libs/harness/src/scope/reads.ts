import { oversees, type Lineage, type Viewer } from '@xunlian/shared';
import { getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import { registrar } from '@xunlian/testing';
import type { Answer } from '../service.ts';
import { keysOf, listQuestions, nowhere, sample, selectionOf, type ListQuestion } from './questions.ts';
import type { OwnKind } from './graph.ts';
import { places } from './places.ts';
import type { Reads } from './country.ts';

type Json = null | string | number | boolean | readonly Json[] | { readonly [name: string]: Json };
type Answered = Readonly<Record<string, Json>>;
interface Listed { readonly nodes: readonly { readonly code: string }[]; readonly totalCount?: number }

/** What a viewer is answered, and what it should be: what the registrar is, less what lies outside the viewer's lineage. */
export interface Compared {
  readonly question: string;
  readonly answered: unknown;
  readonly expected: unknown;
}

/** Every list of a kind, under every filter by itself. */
export async function compareLists(country: Reads, kind: OwnKind, viewer: Viewer): Promise<Compared[]> {
  const questions = listQuestions(kind, country.records);
  const query = `query (${questions.map((_, n) => `$f${n}: ${kind.filter.name}`).join(', ')}) { ${
    questions.map((question, n) => `q${n}: ${kind.list}(filter: $f${n}, first: 1000) { nodes { code }${isCounted(question) ? ' totalCount' : ''} }`).join(' ')} }`;
  const variables = Object.fromEntries(questions.map(({ filter }, n) => [`f${n}`, filter]));
  const [all, own] = await Promise.all([registrar, viewer].map(async (who) => dataOf<Record<string, Listed>>(await country.ask(who, query, variables))));
  return questions.map((question, n) => {
    const { name, filter } = question;
    const found = all?.[`q${n}`] ?? { nodes: [] };
    const nodes = found.nodes.filter(({ code }) => sees(country, viewer, { kind: kind.name, code }));
    if (viewer === registrar) checkRegistrar(country, kind, { filter, found });
    return { question: `${kind.list} ${name}`, answered: own?.[`q${n}`], expected: { nodes, ...(isCounted(question) ? { totalCount: nodes.length } : {}) } };
  });
}

/** Counting is a question of its own to the database: asked of the whole list and of those of an office. */
function isCounted({ filter }: ListQuestion): boolean {
  return Object.keys(filter).length === 0 || 'office' in filter;
}

/** The registrar's own answers are the measure of the others': all records, and each office's own. */
function checkRegistrar({ records }: Reads, kind: OwnKind, { filter, found }: { filter: Readonly<Record<string, unknown>>; found: Listed }): void {
  const own = records.filter((record) => record.kind === kind.name);
  const office = filter['office'] as { code: string; scope: string } | undefined;
  if (!isCounted({ name: '', filter })) return;
  const expected = office ? own.filter(({ lineage }) => (office.scope === 'OWN' ? lineage.at(-1) === office.code : lineage.includes(office.code))) : own;
  if (found.totalCount !== expected.length) throw new Error(`${kind.list} ${JSON.stringify(filter)} has ${found.totalCount ?? 0} records, not ${expected.length}.`);
}

/** Records by their code, at every place and nowhere. */
export async function compareSingles(country: Reads, kind: OwnKind, viewer: Viewer): Promise<Compared[]> {
  const codes = [...sample(country.records.filter((record) => record.kind === kind.name)).map(({ code }) => code), nowhere];
  const query = `{ ${codes.map((code, n) => `q${n}: ${kind.single}(code: ${JSON.stringify(code)}) { code }`).join(' ')} }`;
  const data: Answered = dataOf(await country.ask(viewer, query));
  return codes.map((code, n) => ({
    question: `${kind.single} ${code}`, answered: data[`q${n}`],
    expected: code !== nowhere && sees(country, viewer, { kind: kind.name, code }) ? { code } : null,
  }));
}

/** An entity type by its keys, as the gateway asks for it, with every field and list of it. */
export async function compareEntities(country: Reads, type: GraphQLObjectType, viewer: Viewer): Promise<Compared[]> {
  const codes = keysOf(type, country.records);
  const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on ${type.name} { ${selectionOf(type, country.graph.entities)} } } }`;
  const ask = async (who: Viewer) => {
    const { data, errors = [] } = await country.ask(who, query, { keys: codes.map((code) => ({ __typename: type.name, code })) });
    if (!data) throw new Error(JSON.stringify(errors));
    return { found: (data as Record<string, readonly (Answered | null)[]>)['_entities'] ?? [], errors };
  };
  const [all, own] = [await ask(registrar), await ask(viewer)];
  const strange = own.errors.find(({ extensions }) => extensions.code !== 'NOT_FOUND');
  if (strange) throw new Error(JSON.stringify(strange));
  return codes.map((code, n) => ({
    question: `_entities ${type.name} ${code}`, answered: own.found[n], expected: within(country, viewer, { type, code, whole: all.found[n] ?? null }),
  }));
}

/** What of the registrar's answer about an entity a viewer may see. */
function within(country: Reads, viewer: Viewer, { type, code, whole }: { type: GraphQLObjectType; code: string; whole: Answered | null }): Json {
  if (whole === null || (isOwn(country, type.name) && !sees(country, viewer, { kind: type.name, code }))) return null;
  return Object.fromEntries(Object.entries(whole).map(([name, value]): [string, Json] => {
    const named = getNamedType(type.getFields()[name]?.type);
    if (!isObjectType(named) || value === null || typeof value !== 'object') return [name, value];
    if ('nodes' in value && Array.isArray(value['nodes'])) {
      const listed = named.name.slice(0, -'Connection'.length);
      const nodes = (value['nodes'] as Listed['nodes']).filter((node) => sees(country, viewer, { kind: listed, code: node.code }));
      return [name, { nodes, totalCount: nodes.length }];
    }
    const one = codeIn(value);
    if (isOwn(country, named.name) && one !== null) return [name, sees(country, viewer, { kind: named.name, code: one }) ? value : null];
    // A stub of another service's record has its code alone; anything else belongs to the entity itself.
    return [name, Array.isArray(value) || one !== null || oversees(viewer.lineage, placeOf(code)) ? value : null];
  }));
}

/** The code of a record that is shown by its code alone; null when it is anything else. */
function codeIn(value: object): string | null {
  return 'code' in value && typeof value.code === 'string' && Object.keys(value).length === 1 ? value.code : null;
}

function isOwn({ graph }: Reads, type: string): boolean {
  return graph.kinds.some(({ name }) => name === type);
}

/** Whether a record of this service lies within a viewer's lineage. Throws when it is none that was recorded. */
export function sees({ lineages }: Reads, viewer: Viewer, { kind, code }: { kind: string; code: string }): boolean {
  const lineage = lineages.get(`${kind}/${code}`);
  if (!lineage) throw new Error(`${kind} ${code} was never recorded.`);
  return oversees(viewer.lineage, lineage);
}

function placeOf(code: string): Lineage {
  return places.find((place) => place.code === code)?.lineage ?? [];
}

/** The data of an answer. Throws when there are errors. */
export function dataOf<Data>({ data, errors }: Answer): Data {
  if (!data || errors) throw new Error(JSON.stringify(errors));
  return data as Data;
}
