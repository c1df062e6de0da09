import type { DocumentNode, FieldDefinitionNode, FieldNode, SelectionSetNode, TypeNode } from 'graphql';
import { buildSchema, isObjectType, isSpecifiedScalarType, Kind, parse, visit } from 'graphql';
import type { Subgraph } from './compose.ts';

/** Types, questions and commands of an API that nobody has described, as complaints. */
export function undescribed(api: string): string[] {
  const schema = buildSchema(api);
  const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type));
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => isObjectType(type));
  const fields = roots.flatMap((root) => Object.values(root.getFields()).map(({ name, description }) => ({ name: `${root.name}.${name}`, description })));
  const described = [...types.filter((type) => !roots.some((root) => root === type)), ...fields];
  return described.filter(({ description }) => !description?.trim()).map(({ name }) => `${name} has no sentence above it.`);
}

/**
 * Uses of `@requires` that the planner gets wrong without a word, as complaints: on a field that takes arguments, or of
 * one that does.
 */
export function misplacedRequires({ name, typeDefs }: Subgraph): string[] {
  const fields = fieldsByType(typeDefs);
  return [...fields].flatMap(([type, own]) => [...own.values()].flatMap((field) => {
    const required = requiredBy(field);
    if (!required) return [];
    const at = `${name}: ${type}.${field.name.value} has @requires`;
    const onArguments = field.arguments?.length ? [`${at} and takes arguments.`] : [];
    return [...onArguments, ...argumentsIn(fields, type, required).map((path) => `${at} of ${path}, which takes arguments.`)];
  }));
}

type Fields = ReadonlyMap<string, ReadonlyMap<string, FieldDefinitionNode>>;

function fieldsByType(document: DocumentNode): Fields {
  const found = new Map<string, Map<string, FieldDefinitionNode>>();
  const collect = (node: { name: { value: string }; fields?: readonly FieldDefinitionNode[] | undefined }) => {
    const known = found.get(node.name.value) ?? new Map<string, FieldDefinitionNode>();
    for (const field of node.fields ?? []) known.set(field.name.value, field);
    found.set(node.name.value, known);
  };
  visit(document, { ObjectTypeDefinition: collect, ObjectTypeExtension: collect, InterfaceTypeDefinition: collect, InterfaceTypeExtension: collect });
  return found;
}

function requiredBy(field: FieldDefinitionNode): SelectionSetNode | null {
  const fields = field.directives?.find(({ name }) => name.value === 'requires')?.arguments?.find(({ name }) => name.value === 'fields');
  if (fields?.value.kind !== Kind.STRING) return null;
  const [operation] = parse(`{ ${fields.value.value} }`).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : null;
}

function argumentsIn(fields: Fields, type: string, { selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return argumentsIn(fields, selection.typeCondition?.name.value ?? type, selection.selectionSet);
    return argumentsOf(fields, type, selection);
  });
}

function argumentsOf(fields: Fields, type: string, selection: FieldNode): string[] {
  const field = fields.get(type)?.get(selection.name.value);
  const takesSome = selection.arguments?.length || field?.arguments?.length;
  const inner = selection.selectionSet && field ? argumentsIn(fields, namedType(field.type), selection.selectionSet) : [];
  return [...(takesSome ? [`${type}.${selection.name.value}`] : []), ...inner];
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
