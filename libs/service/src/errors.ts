import { unwrapResolverError } from '@apollo/server/errors';
import { Refusal } from '@xunlian/shared';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { complaintOf, withoutValues } from './wording.ts';

/** What the caller reads when something failed that is not the caller's doing. */
export const internalMessage = 'Something went wrong here. The log holds the cause under the id of this request.';

/** Every code that a caller can read. */
export const errorCodes = ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'INVALID', 'BEHIND', 'UNAVAILABLE', 'INTERNAL'] as const;

const ours: ReadonlySet<unknown> = new Set(errorCodes);
const callers: ReadonlySet<unknown> = new Set([
  'BAD_USER_INPUT', 'BAD_REQUEST', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED', 'MAX_RECURSIVE_SELECTIONS_EXCEEDED',
]);
/** What V8 says when the parser of GraphQL gets no further. */
const stackOverflow = 'Maximum call stack size exceeded';
const shown = ['code', 'field', 'at', 'request'] as const;

/**
 * What a caller may see of an error: a Refusal as written; an error that already has a code of ours as it is, without
 * any other extension; GraphQL's own complaints as INVALID without the value; anything else as INTERNAL.
 */
export function shownError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const path = formatted.path ? { path: formatted.path } : {};
  if (cause instanceof Refusal) return { message: cause.message, ...path, extensions: refusalExtensions(cause) };
  const code = formatted.extensions?.code;
  if (ours.has(code)) return { message: formatted.message, ...path, extensions: shownExtensions(formatted.extensions) };
  if (callers.has(code) || isArgumentError(error)) return { ...invalid(formatted), ...path };
  return { message: internalMessage, ...path, extensions: { code: 'INTERNAL' } };
}

/** Whether the caller sees nothing of this error, so that the log must hold it. */
export function isInternal(error: Error): boolean {
  // What a gateway meets on its way to a service comes as it was thrown.
  if (!(error instanceof GraphQLError)) return true;
  return !ours.has(error.extensions.code) && shownError(error.toJSON(), error).extensions?.code === 'INTERNAL';
}

/** The body of an answer that holds nothing but one error. */
export function errorBody(code: string, message: string, details: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify({ errors: [{ message, extensions: { code, ...details } }] });
}

function refusalExtensions({ code, field }: Refusal): Record<string, string> {
  return field === null ? { code } : { code, field };
}

function shownExtensions(extensions: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(shown.filter((key) => typeof extensions[key] === 'string').map((key) => [key, extensions[key]]));
}

function invalid({ message, locations }: GraphQLFormattedError): GraphQLFormattedError {
  const complaint = complaintOf(message);
  const where = locations ? { locations } : {};
  if (message === stackOverflow) return { message: 'The document is nested too deeply.', extensions: { code: 'INVALID' } };
  if (complaint) return { message: complaint.message, ...where, extensions: { code: 'INVALID', at: complaint.at } };
  return { message: withoutValues(message), ...where, extensions: { code: 'INVALID' } };
}

/** GraphQL finds some wrong arguments only while it executes, and gives those errors no code. */
function isArgumentError(error: unknown): boolean {
  return error instanceof GraphQLError && !error.originalError && error.message.startsWith('Argument "');
}
