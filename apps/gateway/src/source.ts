import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { causeOf, headerNames, log, signerFor } from '@xunlian/service';
import type { ServiceAccess } from './config.ts';
import { NotSent } from './exchange.ts';
import { gathering } from './gathering.ts';
import { instancesAt } from './instances.ts';

/** What the gateway knows of a client's request, in the texts that go on to every service. */
export interface GatewayContext {
  /** The viewer as a header. */
  readonly viewer: string;
  readonly requestId: string;
  /** Positions that the answer must include; empty when there are none. */
  readonly after: string;
  /** `traceparent` to go on with; empty when the request is in no trace. */
  readonly trace: string;
}

/** One service as the gateway asks it. */
export interface Source extends GraphQLDataSource<GatewayContext> {
  /** Whether a process of the service says that it is ready; false when none does within 2 seconds. */
  readonly isReady: () => Promise<boolean>;
  /** Closes the connections once they are idle. */
  readonly close: () => Promise<void>;
}

type Reply = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** How long the whole of an answer may take, from when it is asked for here: milliseconds. */
const patience = { question: 20_000, command: 60_000 } as const;

/**
 * Asks one service over its own connections: a command by itself, questions of one client's request together where they are
 * asked at the same moment. Whatever keeps it from answering becomes an error with UNAVAILABLE, so that the rest of the answer
 * still arrives.
 */
export function sourceOf(name: string, { urls, key }: ServiceAccess): Source {
  const instances = instancesAt(urls);
  const sign = signerFor(name, key);
  const ask = async (context: GatewayContext, bodies: readonly string[], isCommand: boolean): Promise<readonly Reply[]> => {
    const body = bodies.length === 1 ? bodies.join('') : `[${bodies.join(',')}]`;
    const until = performance.now() + (isCommand ? patience.command : patience.question);
    const signed = { viewer: context.viewer, request: context.requestId, after: context.after, body };
    try {
      const posting = () => ({ body, headers: headersFor(context, sign(signed)) });
      return repliesIn(await instances.post({ posting, repeatable: !isCommand, awaits: context.after !== '', until }), bodies.length);
    } catch (failure) {
      log('warn', `${name} did not answer.`, { request: context.requestId, cause: causeOf(failure) });
      return bodies.map(() => ({ errors: [unavailable(name, isCommand && (failure instanceof NotSent ? 'no' : 'unknown'))] }));
    }
  };
  const question = gathering<GatewayContext, Reply>((context, bodies) => ask(context, bodies, false));
  const process = async (options: GraphQLDataSourceProcessOptions<GatewayContext>): Promise<Reply> => {
    if (!('incomingRequestContext' in options)) throw new Error('Services are asked on behalf of a client only.');
    const { request: { query, variables, operationName }, context } = options;
    const body = written({ query, variables, operationName });
    if (body === null) return { errors: [{ message: 'A value is nested too deeply.', extensions: { code: 'INVALID' } }] };
    if (!carriesOut(query)) return question(context, body);
    const [reply] = await ask(context, [body], true);
    return reply ?? {};
  };
  return { process, isReady: instances.isReady, close: instances.close };
}

/** Whether the planner's text is itself a command: what a client's command answers may be asked for of other services, afterwards. */
function carriesOut(query: string | undefined): boolean {
  return query?.startsWith('mutation') ?? false;
}

/** As JSON; null when the stack does not hold what a client may nest within a scalar. */
function written(request: object): string | null {
  try {
    return JSON.stringify(request);
  } catch (failure) {
    if (failure instanceof RangeError) return null;
    throw failure;
  }
}

function headersFor({ viewer, requestId, after, trace }: GatewayContext, signed: string): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    [headerNames.viewer]: viewer,
    [headerNames.request]: requestId,
    [headerNames.signed]: signed,
  };
  if (after !== '') headers[headerNames.after] = after;
  if (trace !== '') headers[headerNames.trace] = trace;
  return headers;
}

/** The replies to so many questions. What is wrong with the request as a whole is told once, and is wrong with each of them. */
function repliesIn(text: string, count: number): readonly Reply[] {
  const told: unknown = JSON.parse(text);
  const replies: unknown[] = Array.isArray(told) ? told : Array.from({ length: count }, () => told);
  if (replies.length === count && replies.every(isReply)) return replies;
  throw new Error('The answer is not one of GraphQL.');
}

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && ('data' in value || 'errors' in value);
}

const carriedOut = { no: ' The command was not carried out.', unknown: ' Whether the command was carried out is not known.' } as const;

function unavailable(service: string, effect: keyof typeof carriedOut | false) {
  return { message: `The ${service} service does not answer at the moment.${effect ? carriedOut[effect] : ''}`, extensions: { code: 'UNAVAILABLE' } };
}
