import { readFileSync } from 'node:fs';
import type { RecordFile } from '@xunlian/interchange';
import { selectionOf } from '@xunlian/interchange';

/** Records of a page of an export, and of one fetch by codes. */
export const pageSize = 1000;

/** The text of a question that stands beside this file: `status`. */
export function fixedQuestion(name: 'status' | 'reached'): string {
  return readFileSync(new URL(`./${name}.graphql`, import.meta.url), 'utf8');
}

/** How far a rebuild is, as the questions below ask for it. */
export interface Rebuild {
  readonly readModel: string;
  readonly generation: number;
  readonly state: 'BUILDING' | 'DONE' | 'FAILED';
  readonly taken: number;
  readonly rows: number | null;
  readonly seconds: number;
  readonly reason: string | null;
}

const rebuilt = '{ readModel generation state taken rows seconds reason }';

/** What begins a rebuild in a service (variables `{ readModel }`, data `{ rebuild }`), and what asks for all that are known of there (`{ status }`). */
export function rebuildQuestions(service: string): { readonly begin: string; readonly look: string } {
  return {
    begin: `mutation Rebuild($readModel: String!) { rebuild: ${service}Rebuild(readModel: $readModel) ${rebuilt} }`,
    look: `query Rebuilds { status: ${service}Status { rebuilds ${rebuilt} } }`,
  };
}

/** Where the rows of a bundle come from, as the graph names it. */
export type RowOrigin = 'STATED' | 'EXPORTED';

/** Bulk mutation of a file: variables `{ rows }`, data `{ answer }`. */
export function recordQuestion({ kind, record }: RecordFile, origin: RowOrigin): string {
  return `mutation Record($rows: [${kind}Input!]!) { answer: ${record}(rows: $rows, origin: ${origin}) `
    + '{ created updated unchanged rows(only: REJECTED) { row field reason } position } }';
}

/** A page of what an office and all below it own: variables `{ office, after }`, data `{ page }`. */
export function pageQuestion(file: RecordFile): string {
  return ownedQuestion(file, `nodes { ${withCode(file)} } ${pageInfo}`);
}

/** The same page, of each record its code alone. */
export function pageOfCodesQuestion(file: RecordFile): string {
  return ownedQuestion(file, `nodes { code } ${pageInfo}`);
}

/** How many records there are in all such pages: variables `{ office }`, data `{ page }`. */
export function countQuestion(file: RecordFile): string {
  return ownedQuestion(file, 'totalCount');
}

const pageInfo = 'pageInfo { hasNextPage endCursor }';

function ownedQuestion({ list }: RecordFile, selection: string): string {
  return `query Export($office: ID!, $after: String) { page: ${list}(filter: { office: { code: $office, scope: SUBTREE } }, `
    + `first: ${pageSize}, after: $after) { ${selection} } }`;
}

/** Records by their codes, at most a page of them: variables `{ codes }`, data `{ page }`. */
export function codesQuestion(file: RecordFile): string {
  return `query Referred($codes: [ID!]) { page: ${file.list}(filter: { codes: $codes }, first: ${pageSize}) `
    + `{ nodes { ${withCode(file)} } ${pageInfo} } }`;
}

/** Every record has a code, also where the file has the columns that it is made of. */
function withCode(file: RecordFile): string {
  return file.columns.some(({ name }) => name === 'code') ? selectionOf(file) : `code ${selectionOf(file)}`;
}
