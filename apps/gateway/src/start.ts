import { randomUUID } from 'node:crypto';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { Front, Observation, ObservationConfig, TracedAnswer } from '@xunlian/service';
import { encodeViewer, errorBody, execute, headerNames, headerText, isRequestId, log, observe, positionsIn, serverOptions, startFront } from '@xunlian/service';
import { Refusal } from '@xunlian/shared';
import { withinAmount } from './amount.ts';
import type { ServiceAccess } from './config.ts';
import { limits, withinLimits } from './limits.ts';
import type { GatewayContext, Source } from './source.ts';
import { sourceOf } from './source.ts';
import { withRightVariables } from './variables.ts';
import { viewerOf } from './viewer.ts';

/** What a gateway needs to know. */
export interface GatewayConfig {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** SDL of the composed graph. */
  readonly supergraph: string;
  /** Every service of the graph, by name. */
  readonly services: ReadonlyMap<string, ServiceAccess>;
  /** Where figures and traces go, if it is said. */
  readonly observation?: ObservationConfig & { readonly METRICS_PORT?: number | undefined };
}

/** Starts the gateway. Throws when the supergraph does not load, a service has no address or the port is taken. */
export async function startGateway({ port, host, supergraph, services, observation: told = {} }: GatewayConfig): Promise<Front> {
  const sources = new Map([...services].map(([name, access]) => [name, sourceOf(name, access)]));
  const ready = () => missingOf(sources);
  const observation = await observe({ name: 'gateway', beginsTraces: true, config: told, ready });
  const server = serverFor(supergraph, sources, observation);
  await server.start();
  const { metrics, answering } = observation;
  const front = await startFront({ port, host, metricsPort: told.METRICS_PORT, metrics, ready, answer: answering(answerer(server, services)) });
  log('info', 'The gateway answers.', { url: front.url });
  const stop = async () => {
    await front.stop();
    await server.stop();
    await Promise.all([...sources.values()].map((source) => source.close()));
    await observation.stop();
    log('info', 'The gateway has stopped.');
  };
  return { ...front, stop };
}

function serverFor(supergraph: string, sources: ReadonlyMap<string, Source>, { instruments }: Observation): ApolloServer<GatewayContext> {
  const shared = serverOptions<GatewayContext>(instruments);
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph,
    logger: shared.logger,
    buildService: ({ name }) => {
      const source = sources.get(name);
      if (!source) throw new Error(`The supergraph has a service ${name}, but its address is not known.`);
      return source;
    },
  });
  return new ApolloServer<GatewayContext>({
    ...shared,
    gateway,
    plugins: [...shared.plugins, withinAmount(), withRightVariables(shared.executionOptions.maxCoercionErrors)],
    maxRecursiveSelections: true,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [withinLimits],
  });
}

function answerer(server: ApolloServer<GatewayContext>, services: GatewayConfig['services']): TracedAnswer {
  return async (headers, body, trace) => {
    const given = headerText(headers, headerNames.request);
    const requestId = isRequestId(given) ? given : randomUUID();
    const after = headerText(headers, headerNames.after);
    try {
      refuseStrangers(positionsIn(after), services);
    } catch (failure) {
      if (failure instanceof Refusal) return { status: 400, body: errorBody(failure.code, failure.message) };
      throw failure;
    }
    const context = { viewer: encodeViewer(viewerOf()), requestId, after, trace };
    const answered = await execute(server, { body, requestId, context, longestDocument: limits.characters });
    return { ...answered, headers: { [headerNames.request]: requestId } };
  };
}

/** Nobody hears of a service that does not exist, so nobody would wait for it. Throws a Refusal with INVALID that names it. */
function refuseStrangers(positions: readonly string[], services: GatewayConfig['services']): void {
  const stranger = positions.map((position) => position.slice(0, position.indexOf('@'))).find((name) => !services.has(name));
  if (stranger !== undefined) throw new Refusal('INVALID', `${headerNames.after} names a service that does not exist: ${stranger}.`);
}

/** Names of the services that are not ready, or null. */
async function missingOf(sources: ReadonlyMap<string, Source>): Promise<string | null> {
  const missing = await Promise.all([...sources].map(async ([name, source]) => ((await source.isReady()) ? [] : [name])));
  return missing.flat().join(', ') || null;
}
