import type { Lineage, Viewer } from '@xunlian/shared';
import { registrar } from '@xunlian/testing';
import type { Answer, ServiceUnderTest } from '../service.ts';
import { readGraph, type ServiceGraph } from './graph.ts';
import { recordAll, tellAll, type Recorded } from './records.ts';

/** What can be asked of a service, and whose its records are. */
export interface Reads {
  readonly graph: ServiceGraph;
  readonly records: readonly Recorded[];
  /** Of whom each record is, by kind and code: `Finding/finding-430000-1`. */
  readonly lineages: ReadonlyMap<string, Lineage>;
  /** Asks; what the registrar is answered, the measure of everybody else, is asked once. Nothing may change between the questions. */
  readonly ask: (viewer: Viewer, query: string, variables?: object) => Promise<Answer>;
}

/** A service with records of every kind it owns at every place. */
export interface Country extends Reads {
  readonly service: ServiceUnderTest;
}

/** Fills a service that is empty. Throws when its schema has something that nobody knows how to fill. */
export async function populate(service: ServiceUnderTest): Promise<Country> {
  const graph = await readGraph(service);
  const records = await recordAll(service, graph.kinds, await tellAll(service));
  return { service, ...readsOf(service, graph, records) };
}

/** A service that owns no records and has heard what it is to answer from. Throws like `populate`. */
export async function countryOf(service: Pick<ServiceUnderTest, 'ask'>): Promise<Reads> {
  return readsOf(service, await readGraph(service), []);
}

function readsOf(service: Pick<ServiceUnderTest, 'ask'>, graph: ServiceGraph, records: readonly Recorded[]): Reads {
  const lineages = new Map(records.map(({ kind, code, lineage }) => [`${kind}/${code}`, lineage]));
  const measures = new Map<string, Promise<Answer>>();
  return {
    graph, records, lineages,
    ask(viewer, query, variables = {}) {
      if (viewer !== registrar) return service.ask(query, variables, { viewer });
      const key = query + JSON.stringify(variables);
      const measure = measures.get(key) ?? service.ask(query, variables);
      measures.set(key, measure);
      return measure;
    },
  };
}
