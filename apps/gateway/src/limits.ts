import type { ASTVisitor, SelectionSetNode, ValidationContext } from 'graphql';
import { GraphQLError, Kind } from 'graphql';
import { oncePerFragment, type Measuring } from './fragments.ts';

/** How much one document may ask for. Introspection as graphql-js writes it needs a depth of 15 at most. */
export const limits = {
  /** Characters; comments are no words, but are kept with them. */
  characters: 200_000,
  /** Words and signs; more of them could lie so deep within each other that the stack does not hold them. */
  tokens: 10_000,
  /** Fields and fragments within each other. */
  levels: 100,
  /** Fields within fields. */
  depth: 20,
  /** Fields under another name. */
  aliases: 200,
  /** Fields after every fragment is put in its place. */
  fields: 5_000,
} as const;

interface Extent {
  levels: number;
  depth: number;
  aliases: number;
  fields: number;
}

/** Validation rule: refuses a document that goes beyond `limits` once its fragments are spread. */
export function withinLimits(context: ValidationContext): ASTVisitor {
  const measure = measurer((name) => context.getFragment(name));
  return {
    OperationDefinition(node) {
      if (!context.getSchema().getRootType(node.operation)) context.reportError(new GraphQLError(`There is no ${node.operation} here.`, { nodes: node }));
      const extent = measure(node.selectionSet);
      for (const what of ['levels', 'depth', 'aliases', 'fields'] as const)
        if (extent[what] > limits[what]) context.reportError(new GraphQLError(`At most ${limits[what]} ${words[what]}.`, { nodes: node }));
    },
  };
}

const words = { levels: 'fields and fragments may lie within each other', depth: 'fields may lie within each other', aliases: 'fields may have another name', fields: 'fields may be asked for' };

function measurer(find: Measuring<Extent>['find']): (selections: SelectionSetNode) => Extent {
  const ofFragment = oncePerFragment({ find, measure: ({ selectionSet }) => ofSelections(selectionSet), nothing });
  const ofSelections = ({ selections }: SelectionSetNode): Extent => {
    const total = nothing();
    for (const selection of selections) {
      const isField = selection.kind === Kind.FIELD;
      const inner = selection.kind === Kind.FRAGMENT_SPREAD
        ? ofFragment(selection.name.value)
        : selection.selectionSet ? ofSelections(selection.selectionSet) : nothing();
      total.levels = Math.max(total.levels, inner.levels + 1);
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
      total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      total.fields += inner.fields + (isField ? 1 : 0);
    }
    return total;
  };
  return ofSelections;
}

function nothing(): Extent {
  return { levels: 0, depth: 0, aliases: 0, fields: 0 };
}
