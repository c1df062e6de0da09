import type { ApolloServer, ApolloServerPlugin, BaseContext } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled, ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import { documentStore } from './documentStore.ts';
import { errorBody, isInternal, shownError } from './errors.ts';
import type { Answer, OperationKind } from './front.ts';
import { headerNames } from './headers.ts';
import { causeOf, log } from './log.ts';
import type { Instruments } from './observation/instruments.ts';

/** A row of a bulk command can be wrong in several fields; all are told, so that the caller can leave those rows out. */
const mostComplaints = 5_000;

/**
 * The options of Apollo Server that gateway and services share: nothing reported anywhere, no landing page, no stack
 * traces, no guesses, and nothing that instruments every field. Errors are counted by their code.
 */
export function serverOptions<Context extends BaseContext>({ errors }: Pick<Instruments, 'errors'>) {
  const plugins: ApolloServerPlugin<Context>[] = [
    ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(), ApolloServerPluginUsageReportingDisabled(), answersToldBy(errors),
  ];
  return {
    plugins,
    formatError: shownError,
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    // The front takes JSON by POST alone, so no other site can make a browser ask.
    csrfPrevention: false,
    persistedQueries: false,
    documentStore: documentStore(),
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    executionOptions: { maxCoercionErrors: mostComplaints },
    stringifyResult: (result: object) => JSON.stringify(result),
    logger: { debug: () => {}, info: () => {}, warn: logged('warn'), error: logged('error') },
  } as const;
}

/** One question or command to an Apollo Server. */
export interface Operation<Context> {
  readonly body: Buffer;
  readonly requestId: string;
  readonly context: Context;
  /** Characters that a document may have, where clients write it. */
  readonly longestDocument?: number;
}

/** Lets a started Apollo Server answer the body of a request. */
export async function execute<Context extends BaseContext>(
  server: ApolloServer<Context>,
  { body, requestId, context, longestDocument = Infinity }: Operation<Context>,
): Promise<Answer> {
  const request = parsed(body);
  if (request === undefined) return { status: 400, body: errorBody('INVALID', 'The body is not JSON.') };
  if (lengthOf(request) > longestDocument)
    return { status: 400, body: errorBody('INVALID', `A document has at most ${longestDocument.toLocaleString('en')} characters: what is long goes into its variables.`) };
  const headers = new HeaderMap();
  headers.set('content-type', 'application/json');
  headers.set(headerNames.request, requestId);
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body: request },
    context: () => Promise.resolve(context),
  });
  // No directive of the schema streams, so every answer is complete.
  const kind = kinds[answer.headers.get(kindHeader) ?? ''] ?? 'other';
  return { status: answer.status ?? 200, body: answer.body.kind === 'complete' ? answer.body.string : '', kind };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** How long the document of a request is; 0 where there is none. */
function lengthOf(request: unknown): number {
  const isObject = typeof request === 'object' && request !== null;
  return isObject && 'query' in request && typeof request.query === 'string' ? request.query.length : 0;
}

const kinds: Readonly<Record<string, OperationKind>> = { query: 'question', mutation: 'command' };
/** By which an answer of Apollo Server says what it carried out; it goes no further than `execute`. */
const kindHeader = 'x-xunlian-kind';

/**
 * Logs what the caller may not see, and gives the caller the id under which it is found; counts the errors of an answer,
 * and notes in it what was carried out.
 */
function answersToldBy<Context extends BaseContext>(errors: Instruments['errors']): ApolloServerPlugin<Context> {
  return {
    requestDidStart: ({ request: { http } }) => {
      const request = http?.headers.get(headerNames.request) ?? '';
      return Promise.resolve({
        didResolveOperation: ({ operation, request: { operationName } }) => {
          if (!operation) throw unresolved(operationName);
          return Promise.resolve();
        },
        didEncounterErrors: ({ errors, operationName }) => {
          for (const error of errors.filter(isInternal))
            log('error', 'A request failed.', { request, operation: operationName, path: error.path?.join('.'), cause: causeOf(error) });
          return Promise.resolve();
        },
        willSendResponse: ({ operation, response }) => {
          if (operation) response.http.headers.set(kindHeader, operation.operation);
          for (const { extensions } of (response.body.kind === 'single' && response.body.singleResult.errors) || []) {
            errors.labels(String(extensions?.code)).inc();
            if (extensions?.code === 'INTERNAL') extensions.request ??= request;
          }
          return Promise.resolve();
        },
      });
    },
  };
}

/** A gateway would fail over it without a word to the caller. */
function unresolved(name: string | undefined): GraphQLError {
  const message = name === undefined ? 'The document has several operations: operationName says which one is meant.' : 'The document has no operation of that name.';
  return new GraphQLError(message, { extensions: { code: 'INVALID', http: { status: 400 } } });
}

function logged(level: 'warn' | 'error') {
  return (message: unknown) => log(level, 'Apollo Server', { says: causeOf(message instanceof Error ? message : new Error(String(message))).message });
}
