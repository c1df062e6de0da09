import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import type { ObjectTypeDefinitionNode, ObjectTypeExtensionNode } from 'graphql';

/** Type of the SDL → the TypeScript type, written out, that its resolvers get as parent. */
export type Mappers = Record<string, string>;

const library = (type: string): string => `import('@xunlian/service').${type}`;

/**
 * Which TypeScript type stands behind each object type of a service, found by name: the type `Clue` of the SDL is the exported
 * `ClueRow`, else `Clue`, of a file below `source`; an entity without either is another service's, known by its code alone.
 * Connections and bulk answers are those of the library.
 */
export function mappersOf(sdl: string, source: string): Mappers {
  const exported = exportedTypes(source);
  const types = parse(sdl, { noLocation: true }).definitions
    .filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION);
  const mappers: Mappers = { RecordAnswer: library('RecordAnswer') };
  for (const type of types) {
    const row = rowOf(type, exported);
    if (row !== null) mappers[type.name.value] = row;
  }
  for (const { name: { value } } of types) {
    const row = mappers[value.replace(/Connection$/, '')];
    if (value.endsWith('Connection') && row !== undefined) mappers[value] = library(`Connection<${row}>`);
  }
  return mappers;
}

function rowOf(type: ObjectTypeDefinitionNode | ObjectTypeExtensionNode, exported: Map<string, string>): string | null {
  const name = [`${type.name.value}Row`, type.name.value].find((candidate) => exported.has(candidate));
  if (name !== undefined) return `import('../${exported.get(name)}').${name}`;
  return type.directives?.some((directive) => directive.name.value === 'key') ? '{ readonly code: string }' : null;
}

/** Exported type name → file relative to `source`; rules come before other files that export the same name. */
function exportedTypes(source: string): Map<string, string> {
  const found = new Map<string, string>();
  const pure = (file: string): number => Number(file.endsWith('rules.ts'));
  const files = globSync('**/*.ts', { cwd: source }).filter((file) => !/\.spec\.ts$|__generated__/.test(file));
  for (const file of files.sort((a, b) => pure(b) - pure(a) || a.localeCompare(b))) {
    for (const [, name = ''] of readFileSync(join(source, file), 'utf8').matchAll(/^export (?:interface|type) (\w+)/gm)) {
      if (!found.has(name)) found.set(name, file.replaceAll('\\', '/'));
    }
  }
  return found;
}
