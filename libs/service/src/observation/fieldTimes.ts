import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { Instruments } from './instruments.ts';

type Resolver = GraphQLFieldResolver<unknown, unknown, { readonly representations?: readonly { readonly __typename?: unknown }[] }>;

/**
 * Measures the root fields of a schema, and entities by their type: what lies below them is awaited by them or loaded
 * after them, and measuring every field would cost more than many of them take.
 */
export function measureRootFields(schema: GraphQLSchema, { fields }: Instruments): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType()])
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { resolve, name } = field;
      if (!resolve || name === '_service') continue;
      const own = fields.labels(`${type?.name}.${name}`);
      const clock = name === '_entities' ? entityClock(schema, fields) : () => own;
      field.resolve = measured(resolve, clock);
    }
  return schema;
}

type Clock = (args: Parameters<Resolver>[1]) => { observe: (seconds: number) => void };

function measured(resolve: Resolver, clock: Clock): Resolver {
  return (...asked) => {
    const started = performance.now();
    const done = () => clock(asked[1]).observe((performance.now() - started) / 1_000);
    try {
      const result: unknown = resolve(...asked);
      if (result instanceof Promise) void result.then(done, done);
      else done();
      return result;
    } catch (failure) {
      done();
      throw failure;
    }
  };
}

/** The gateway asks for entities of one type at a time. */
function entityClock(schema: GraphQLSchema, fields: Instruments['fields']): Clock {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const clocks = new Map<unknown, ReturnType<Clock>>(types.map(({ name }) => [name, { observe: (seconds) => fields.labels(`entities:${name}`).observe(seconds) }]));
  const others = fields.labels('entities');
  return ({ representations }) => clocks.get(representations?.[0]?.__typename) ?? others;
}
