import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { schemaFiles, serviceSdl } from '@xunlian/service';
import type { DocumentNode } from 'graphql';
import { lexicographicSortSchema, parse, printSchema } from 'graphql';

/** One service's whole SDL, parsed. */
export interface Subgraph {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

/** What the services' schemas make together; both texts are the same for the same schemas. */
export interface Composed {
  /** What the gateway plans by. */
  readonly supergraph: string;
  /** What a client sees, sorted by name. */
  readonly api: string;
}

/** Every service below a folder of apps that has a schema.graphql, by name. Throws when one does not parse. */
export function subgraphsIn(apps: string): Subgraph[] {
  return readdirSync(apps).sort()
    .map((name) => ({ name, source: join(apps, name, 'src') }))
    .filter(({ source }) => schemaFiles(source).length > 0)
    .map(({ name, source }) => subgraph(name, serviceSdl(name, source)));
}

/** A subgraph from the text of its SDL. Throws when it does not parse. */
export function subgraph(name: string, sdl: string): Subgraph {
  return { name, typeDefs: parse(sdl, { noLocation: true }) };
}

/** Composes subgraphs. Throws one error with every reason why they do not fit together. */
export function compose(subgraphs: readonly Subgraph[]): Composed {
  // The gateway learns the real addresses from its environment; this one only has to be there.
  const result = composeServices(subgraphs.map(({ name, typeDefs }) => ({ name, typeDefs, url: `service://${name}` })));
  if (result.errors) throw new Error(`The schemas do not fit together:\n  ${result.errors.map(({ message }) => message).join('\n  ')}`);
  const api = printSchema(lexicographicSortSchema(result.schema.toAPISchema().toGraphQLJSSchema()));
  return { supergraph: `${result.supergraphSdl.trim()}\n`, api: `${api}\n` };
}
