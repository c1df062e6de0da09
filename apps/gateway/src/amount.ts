import type { ApolloServerPlugin } from '@apollo/server';
import type {
  ArgumentNode, DocumentNode, FieldNode, GraphQLArgument, GraphQLCompositeType, GraphQLField, GraphQLSchema, OperationDefinitionNode, SelectionSetNode,
} from 'graphql';
import { getNamedType, getNullableType, GraphQLError, isCompositeType, isListType, Kind, SchemaMetaFieldDef, TypeMetaFieldDef } from 'graphql';
import { oncePerFragment } from './fragments.ts';

/** How many values one answer may hold: every field of every record counts, and a list counts as long as it may become. */
export const mostValues = 500_000;
/** Length of a list that does not say how much of it is wanted, such as the findings of a letter. */
const unpaged = 3;
/**
 * What counts for more values than the one that it brings, as it is worked out of many records. The number of a list is counted by
 * the database, each by itself. Figures are questions over the rows of every kind: some hundred overviews keep insight busy for
 * as long as the gateway waits.
 */
const weights = { totalCount: 100, overview: 1_000 } as const;

/** What a document asks for, and what is known of its variables. */
export interface Asked {
  readonly schema: GraphQLSchema;
  /** Valid by the schema. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Amount {
  /** Values that one object brings. */
  values: number;
  /** Values that every record of the page brings, where the object is a page; they multiply by its `first`. */
  perRecord: number;
  /** The field that brings the most; within it, the one that brings too much by itself. */
  most: { readonly field: string; readonly values: number };
}

/** Refuses what might bring more than `mostValues`, before any service is asked. */
export function withinAmount(): ApolloServerPlugin {
  return {
    requestDidStart: () => Promise.resolve({
      didResolveOperation: ({ schema, document, operation, request: { variables = {} } }) => {
        if (operation) refuseTooMuch({ schema, document, operation, variables });
        return Promise.resolve();
      },
    }),
  };
}

/** Values that the answer may hold, and the field that most of them come from. */
export function amountOf(asked: Asked): { readonly values: number; readonly field: string } {
  const root = asked.schema.getRootType(asked.operation.operation);
  if (!root) return { values: 0, field: '' };
  const { values, most } = measurer(asked)(asked.operation.selectionSet, root);
  return { values, field: most.field };
}

function refuseTooMuch(asked: Asked): void {
  const { values, field } = amountOf(asked);
  if (values <= mostValues) return;
  const message = `At most ${mostValues.toLocaleString('en')} values may come at once, and ${field} may bring too many: ask for less of it, or with a smaller first.`;
  throw new GraphQLError(message, { nodes: asked.operation, extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}

type Measure = (selections: SelectionSetNode, parent: GraphQLCompositeType | undefined) => Amount;

function measurer(asked: Asked): Measure {
  const fragments = new Map(asked.document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])));
  const ofFragment = oncePerFragment({
    find: (name) => fragments.get(name),
    measure: ({ selectionSet, typeCondition }) => ofSelections(selectionSet, typeNamed(asked.schema, typeCondition.name.value)),
    nothing,
  });
  const ofSelections: Measure = (selections, parent) => {
    const total = nothing();
    if (!parent) return total;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) add(total, ofField(selection, parent, { asked, ofSelections }));
      else if (selection.kind === Kind.FRAGMENT_SPREAD) add(total, ofFragment(selection.name.value));
      else add(total, ofSelections(selection.selectionSet, selection.typeCondition ? typeNamed(asked.schema, selection.typeCondition.name.value) : parent));
    }
    return total;
  };
  return ofSelections;
}

function ofField(node: FieldNode, parent: GraphQLCompositeType, { asked, ofSelections }: { asked: Asked; ofSelections: Measure }): Amount {
  const field = fieldOf(node.name.value, parent);
  const type = field && getNamedType(field.type);
  const inner = node.selectionSet && isCompositeType(type) ? ofSelections(node.selectionSet, type) : nothing();
  const once = weightOf(node.name.value, parent) + inner.values;
  // The records of a page are looked for even when nothing is asked of them.
  const perRecord = isCompositeType(type) && isPage(type) ? Math.max(1, inner.perRecord) : inner.perRecord;
  const isList = field !== undefined && isListType(getNullableType(field.type));
  const long = field === undefined ? 1 : lengthOf(node, field, { asked, parent });
  const amount = isList && isPage(parent)
    ? { values: 0, perRecord: once }
    : { values: isList ? long * once : once + long * perRecord, perRecord: 0 };
  const values = amount.values + amount.perRecord;
  const most = inner.most.values > mostValues ? inner.most : { field: `${parent.name}.${node.name.value}`, values };
  return { ...amount, most };
}

function weightOf(name: string, parent: GraphQLCompositeType): number {
  if (name === 'totalCount' && isPage(parent)) return weights.totalCount;
  return name === 'overview' && parent.name === 'Office' ? weights.overview : 1;
}

/** How many entries a list, or the list of a page, may have. */
function lengthOf(node: FieldNode, field: GraphQLField<unknown, unknown>, { asked, parent }: { asked: Asked; parent: GraphQLCompositeType }): number {
  if (parent.name === '__Schema' && field.name === 'types') return Object.keys(asked.schema.getTypeMap()).length;
  const first = field.args.find(({ name }) => name === 'first');
  if (!first) return unpaged;
  const given = firstOf(first, node.arguments?.find(({ name }) => name.value === 'first'), asked);
  return typeof given === 'number' ? Math.max(1, given) : unpaged;
}

function firstOf(first: GraphQLArgument, given: ArgumentNode | undefined, { operation, variables }: Asked): unknown {
  if (given?.value.kind === Kind.INT) return Number(given.value.value);
  if (given?.value.kind !== Kind.VARIABLE) return first.defaultValue;
  const name = given.value.name.value;
  const standard = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name)?.defaultValue;
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  return value ?? (standard?.kind === Kind.INT ? Number(standard.value) : first.defaultValue);
}

function fieldOf(name: string, parent: GraphQLCompositeType): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return 'getFields' in parent ? parent.getFields()[name] : undefined;
}

function isPage(type: GraphQLCompositeType): boolean {
  return 'getFields' in type && 'pageInfo' in type.getFields();
}

function typeNamed(schema: GraphQLSchema, name: string): GraphQLCompositeType | undefined {
  const type = schema.getType(name);
  return isCompositeType(type) ? type : undefined;
}

function nothing(): Amount {
  return { values: 0, perRecord: 0, most: { field: '', values: 0 } };
}

function add(total: Amount, { values, perRecord, most }: Amount): void {
  total.values += values;
  total.perRecord += perRecord;
  if (most.values > total.most.values) total.most = most;
}
