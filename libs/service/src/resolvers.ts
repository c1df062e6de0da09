import type { buildSubgraphSchema } from '@apollo/subgraph';

/** Resolvers of some types: what graphql-codegen names `Resolvers`. */
export type ResolverMap = Readonly<Record<string, object | undefined>>;

type Accepted = NonNullable<Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>['resolvers']>;

/** Puts resolver maps together. Throws when two of them resolve the same field: the later one would win unseen. */
export function mergeResolvers(maps: readonly ResolverMap[]): Accepted {
  const merged = new Map<string, object>();
  for (const [type, fields] of maps.flatMap((map) => Object.entries(map))) {
    if (!fields) continue;
    const known = merged.get(type);
    const twice = known && Object.keys(fields).find((field) => field in known);
    if (twice) throw new Error(`${type}.${twice} has two resolvers.`);
    merged.set(type, known ? { ...known, ...fields } : fields);
  }
  // The generated types check every resolver; the builder's own type is too narrow to take them.
  return Object.fromEntries(merged) as Accepted;
}
