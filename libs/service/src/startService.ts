import type { IncomingHttpHeaders } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { Viewer } from '@xunlian/shared';
import { Refusal } from '@xunlian/shared';
import type { GraphQLSchema } from 'graphql';
import { parse } from 'graphql';
import type { AwaitPosition } from './after.ts';
import { waitFor } from './after.ts';
import { answers } from './answers.ts';
import { execute, serverOptions } from './engine.ts';
import { errorBody } from './errors.ts';
import { startFront } from './front.ts';
import { measureRootFields } from './observation/fieldTimes.ts';
import { observe, type ObservationConfig, type TracedAnswer } from './observation/observe.ts';
import { headerNames, headerText } from './headers.ts';
import { log } from './log.ts';
import { readModelResolvers, type ReadModels, type Viewed } from './readModels.ts';
import type { ResolverMap } from './resolvers.ts';
import { mergeResolvers } from './resolvers.ts';
import { scalars } from './scalars.ts';
import { serviceSdl } from './sdl.ts';
import { stopOnSignal } from './signals.ts';
import { signatureCheck } from './signature.ts';
import { viewerReader } from './viewer.ts';

/** What a request carries, once its signature is checked. */
export interface ServiceRequest {
  readonly viewer: Viewer;
  /** The same in the gateway's log and in every service's. */
  readonly requestId: string;
  /** Sampled `traceparent` to go on with; empty when the request is in no trace. */
  readonly trace: string;
}

/** How far a service's facts have got, in the shape of the graph's `ServiceStatus`. */
export interface ServiceStatus {
  readonly service: string;
  /** Facts in the journal. */
  readonly facts: number;
  /** Facts not yet handed to the bus. */
  readonly unrelayed: number;
  /** `lag` counts facts not yet taken; `through` is a position, null before the first batch. */
  readonly feeds: readonly { readonly source: string; readonly lag: number; readonly through: string | null }[];
}

/** What a service is made of. */
export interface Service<Context extends Viewed> {
  readonly name: string;
  /** Folder at or below which the service's schema.graphql files lie. */
  readonly sdl: URL | string;
  readonly resolvers: readonly ResolverMap[];
  /** Called once a request. */
  readonly context: (request: ServiceRequest) => Context;
  /** Name of a part that is missing, or null when the service can answer. */
  readonly ready: () => Promise<string | null>;
  /** Names of parts that are late while it answers; absent where none can be. */
  readonly late?: () => Promise<readonly string[]>;
  /** True at once for a service that is not heard; absent when none is. */
  readonly awaitPosition?: AwaitPosition;
  readonly status: () => Promise<ServiceStatus>;
  /** What can be built anew; absent where nothing is heard. */
  readonly readModels?: ReadModels;
  /** How far back the server of its change streams remembers, in seconds; null where it does not say. */
  readonly oplogWindow?: () => Promise<number | null>;
  /** Called after the last request is answered. */
  readonly stop?: () => Promise<void>;
  readonly config: { readonly PORT: number; readonly HOST: string; readonly SERVICE_KEY: string; readonly METRICS_PORT?: number | undefined } & ObservationConfig;
}

/** A service that answers. */
export interface RunningService {
  readonly url: string;
  /** Where the figures are shown; null when nowhere. */
  readonly metricsUrl: string | null;
  /** Finishes what is under way, then stops the service's own parts. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a service and stops it on SIGTERM or SIGINT. Throws when the schema does not build, two resolvers meet or the
 * port is taken.
 */
export async function startService<Context extends Viewed>(service: Service<Context>): Promise<RunningService> {
  const { name, ready, late, config } = service;
  const observation = await observe(service);
  const schema = measureRootFields(schemaOf(service), observation.instruments);
  // Only the gateway asks, and puts together what one request of a client asks.
  const server = new ApolloServer<Context>({ ...serverOptions<Context>(observation.instruments), schema, allowBatchedHttpRequests: true });
  await server.start();
  const answer = observation.answering(answerer(service, server));
  const front = await startFront({ port: config.PORT, host: config.HOST, metricsPort: config.METRICS_PORT, metrics: observation.metrics, ready, late, answer });
  const stop = async () => {
    forget();
    await front.stop();
    await server.stop();
    await service.stop?.();
    await observation.stop();
    log('info', `${name} has stopped.`);
  };
  const forget = stopOnSignal(name, stop);
  log('info', `${name} answers.`, { url: front.url });
  return { url: front.url, metricsUrl: front.metricsUrl, stop };
}

function schemaOf<Context extends Viewed>({ name, sdl, resolvers, ...service }: Service<Context>): GraphQLSchema {
  const own = readModelResolvers(name, service);
  return buildSubgraphSchema({ typeDefs: parse(serviceSdl(name, sdl)), resolvers: mergeResolvers([...resolvers, scalars, answers, own]) });
}

function answerer<Context extends Viewed>({ name, config, context, awaitPosition }: Service<Context>, server: ApolloServer<Context>): TracedAnswer {
  const check = checkedRequest(name, config.SERVICE_KEY);
  return async (headers, body, trace) => {
    const request = check(headers, body);
    if (!request) {
      log('warn', `${name} was asked without a valid signature.`);
      return { status: 401, body: errorBody('FORBIDDEN', 'This request does not come from the gateway.') };
    }
    const after = headerText(headers, headerNames.after);
    const refusal = after === '' ? null : await refusalOf(waitFor(name, after, awaitPosition));
    if (refusal) return { status: refusal.code === 'BEHIND' ? 503 : 400, body: errorBody(refusal.code, refusal.message) };
    return execute(server, { body, requestId: request.requestId, context: context({ ...request, trace }) });
  };
}

function checkedRequest(name: string, key: string): (headers: IncomingHttpHeaders, body: Buffer) => Omit<ServiceRequest, 'trace'> | null {
  const isSigned = signatureCheck(name, key);
  const readViewer = viewerReader();
  return (headers, body) => {
    const viewer = headerText(headers, headerNames.viewer);
    const requestId = headerText(headers, headerNames.request);
    const signed = { viewer, request: requestId, after: headerText(headers, headerNames.after), body };
    if (!isSigned(headerText(headers, headerNames.signed), signed)) return null;
    const who = readViewer(viewer);
    return who && { viewer: who, requestId };
  };
}

async function refusalOf(work: Promise<void>): Promise<Refusal | null> {
  try {
    await work;
    return null;
  } catch (failure) {
    if (failure instanceof Refusal) return failure;
    throw failure;
  }
}
