import { getNamedType } from 'graphql';
import { registrar } from '@xunlian/testing';
import type { Country } from './country.ts';
import { codeAt } from './fill.ts';
import { places, viewerOf } from './places.ts';
import { listQuestions, type ListQuestion } from './questions.ts';
import { dataOf } from './reads.ts';

/** Records asked for at once. */
export const pageSize = 5;

/** How MongoDB answered one question of the service. */
export interface Reading {
  readonly collection: string;
  /** `IXSCAN { lineage: 1, foundOn: -1, _id: -1 }` */
  readonly plan: string;
  readonly sorted: boolean;
  readonly keys: number;
  /** What was asked, as MongoDB was asked it. */
  readonly question: string;
}

interface Profiled {
  readonly ns: string;
  readonly planSummary?: string;
  readonly hasSortStage?: boolean;
  readonly keysExamined?: number;
  readonly command: { readonly filter?: object; readonly pipeline?: object };
}

const [county] = places.filter(({ level }) => level === 'COUNTY');
const city = places.find(({ code }) => code === county?.lineage.at(-2));

/**
 * Asks for a page of every list, with every filter by itself and together with an office, and for every list of an
 * entity; answers how MongoDB read each.
 */
export async function profileLists(country: Country): Promise<Reading[]> {
  const { db } = country.service;
  await db.createCollection('system.profile', { capped: true, size: 64 * 2 ** 20 });
  await db.command({ profile: 2 });
  await askLists(country);
  await askEntityLists(country);
  await db.command({ profile: 0 });
  const own = new Set((await db.listCollections().toArray()).map(({ name }) => name).filter((name) => !/^(heard\.|system\.|journal$|cursors$)/.test(name)));
  const profiled = await db.collection<Profiled>('system.profile').find({ op: { $in: ['query', 'command'] }, planSummary: { $exists: true } }).toArray();
  return profiled.map(readingOf).filter(({ collection }) => own.has(collection));
}

function readingOf({ ns, planSummary = '', hasSortStage = false, keysExamined = 0, command }: Profiled): Reading {
  return {
    collection: ns.slice(ns.indexOf('.') + 1), plan: planSummary, sorted: hasSortStage, keys: keysExamined,
    question: JSON.stringify(command.filter ?? command.pipeline),
  };
}

async function askLists({ service, graph, records }: Country): Promise<void> {
  const offices = [{}, { office: { code: county?.code, scope: 'OWN' } }, { office: { code: city?.code, scope: 'SUBTREE' } }];
  for (const kind of graph.kinds) {
    const query = `query ($filter: ${kind.filter.name}, $after: String) { list: ${kind.list}(filter: $filter, first: ${pageSize}, after: $after) { pageInfo { hasNextPage endCursor } } }`;
    for (const { filter } of oneOfEach(listQuestions(kind, records))) for (const office of offices) for (const viewer of [registrar, ...(city ? [viewerOf(city)] : [])]) {
      let after: string | null = null;
      for (let page = 0; page < 2; page += 1) {
        const { list }: { list: { pageInfo: { hasNextPage: boolean; endCursor: string } } } = dataOf(await service.ask(query, { filter: { ...office, ...filter }, after }, { viewer }));
        if (!list.pageInfo.hasNextPage) break;
        after = list.pageInfo.endCursor;
      }
    }
  }
}

/** One value of each filter: the value of the county where there is one for each place. */
function oneOfEach(questions: readonly ListQuestion[]): ListQuestion[] {
  const byFilter = Map.groupBy(questions, ({ filter }) => Object.keys(filter)[0] ?? '');
  return [...byFilter.values()].flatMap((group) => group.find(({ name }) => name.includes(county?.code ?? '')) ?? group[0] ?? []);
}

async function askEntityLists({ service, graph }: Country): Promise<void> {
  for (const type of graph.entities) for (const field of Object.values(type.getFields())) {
    if (!getNamedType(field.type).name.endsWith('Connection') || !county) continue;
    const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on ${type.name} { ${field.name}(first: ${pageSize}) { nodes { code } } } } }`;
    const keys = [{ __typename: type.name, code: type.name === 'Division' ? county.code : codeAt(type.name, { place: county, number: 0 }) }];
    for (const viewer of [registrar, viewerOf(county)]) dataOf(await service.ask(query, { keys }, { viewer }));
  }
}
