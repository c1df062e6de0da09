import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hearers } from '@xunlian/events';
import { Kind, parse, visit } from 'graphql';

const common = readFileSync(new URL('common.graphql', import.meta.url), 'utf8');

/** Every `schema.graphql` at or below a folder, as absolute paths in alphabetical order. */
export function schemaFiles(folder: URL | string): string[] {
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder);
  return globSync('**/schema.graphql', { cwd: root }).sort().map((file) => join(root, file));
}

/**
 * The whole SDL of a service: `common.graphql`, the `schema.graphql` files at or below the folder, and what is the same
 * for every service (see the README: connections, the status field, the rebuilding of read models). Throws when there is no file or one does not parse.
 */
export function serviceSdl(name: string, folder: URL | string): string {
  const files = schemaFiles(folder);
  if (files.length === 0) throw new Error(`${name}: no schema.graphql in its folder.`);
  return completeSdl(name, files.map((file) => readFileSync(file, 'utf8')).join('\n'));
}

/** The SDL of a service from the text of its own schema, for whoever has no files. Throws like `serviceSdl`. */
export function completeSdl(name: string, own: string): string {
  const connections = missingConnections(own).map(connectionSdl);
  return [common, own, ...connections, statusSdl(name), ...(hearers.includes(name) ? [rebuildSdl(name)] : [])].join('\n');
}

/** Name of a service's status field at the root of the graph: `roundsStatus`. */
export function statusField(name: string): string {
  return `${name}Status`;
}

/** Name of the command that builds a read model of a service anew: `roundsRebuild`. */
export function rebuildField(name: string): string {
  return `${name}Rebuild`;
}

function missingConnections(own: string): string[] {
  const named = new Set<string>();
  const defined = new Set<string>();
  visit(parse(own, { noLocation: true }), {
    NamedType: (node) => void named.add(node.name.value),
    [Kind.OBJECT_TYPE_DEFINITION]: (node) => void defined.add(node.name.value),
  });
  const suffix = 'Connection';
  return [...named].filter((type) => type.endsWith(suffix) && !defined.has(type)).map((type) => type.slice(0, -suffix.length)).sort();
}

function connectionSdl(type: string): string {
  return `
"One page of a list of ${type}, in an order that does not change between pages."
type ${type}Connection @shareable {
  "The records of the page, each with its place in the list."
  edges: [${type}Edge!]!
  "The records of the page."
  nodes: [${type}!]!
  "Where the list goes on."
  pageInfo: PageInfo!
  "Records in the whole list, not only on the page; counted only when asked."
  totalCount: Int!
}

"One ${type} and its place in a list."
type ${type}Edge @shareable {
  "What to give as \`after\` for the records behind this one."
  cursor: String!
  "The record."
  node: ${type}!
}
`;
}

function statusSdl(name: string): string {
  return `
extend type Query {
  "How far the facts of ${name} have got."
  ${statusField(name)}: ServiceStatus!
}
`;
}

function rebuildSdl(name: string): string {
  return `
extend type Mutation {
  """
  Begins to build a read model of ${name} anew, beside the one that is asked meanwhile, which it replaces when it is complete.
  CONFLICT while it is being built; FORBIDDEN to who does not act for the whole country.
  """
  ${rebuildField(name)}(readModel: String!): Rebuild!
}
`;
}
