import { setTimeout as pause } from 'node:timers/promises';
import { composeServices } from '@apollo/composition';
import type { RunningService, ServiceRequest } from '@xunlian/service';
import { recordAnswer, serviceSdl, startService } from '@xunlian/service';
import { Refusal } from '@xunlian/shared';
import { parse } from 'graphql';

const folder = (name: string) => new URL(`${name}/`, import.meta.url);
const names = ['letters', 'readers'] as const;

/** Key of a service in tests, its own for each. */
export const keyOf = (name: string) => Buffer.from(name.padEnd(32, '.')).toString('hex');

/** The supergraph of the two services. */
export function composedSupergraph(): string {
  const { supergraphSdl, errors } = composeServices(names.map((name) => ({ name, url: `service://${name}`, typeDefs: parse(serviceSdl(name, folder(name))) })));
  if (!supergraphSdl) throw new Error(errors?.join('\n'));
  return supergraphSdl;
}

const resolvers = {
  letters: {
    Query: {
      letters: (_: unknown, { first }: { first: number }) => Array.from({ length: first }, (__, place) => ({ code: `l${place}`, reader: { code: `r${place % 3}` } })),
      asked: (_: unknown, __: unknown, { viewer, requestId }: ServiceRequest) => `${viewer.name} [${viewer.lineage.join()}] ${requestId}`,
      refused: () => {
        throw new Refusal('CONFLICT', 'Already sent.', 'sentOn');
      },
      failing: () => {
        throw new Error('driver text');
      },
    },
    Mutation: { recordLetters: (_: unknown, { rows }: { rows: unknown[] }) => recordAnswer(rows.map((__, row) => (
      { row, code: `l${row}`, outcome: 'CREATED', refusal: null, field: null, reason: null })), 'letters@0a') },
  },
  readers: {
    Query: {
      patience: async (_: unknown, { ms }: { ms: number }) => {
        await pause(ms);
        return ms;
      },
    },
    Reader: {
      __resolveReference: async ({ code }: { code: string }) => {
        if (code === 'r2') throw new Refusal('NOT_FOUND', 'There is no such reader.');
        return { code, name: `Reader ${code}` };
      },
    },
  },
};

/** Starts one of the two services, with its key unless another is given; it has taken the facts of `letters` alone. */
export function startTestService(name: typeof names[number], port = 0, key = keyOf(name)): Promise<RunningService> {
  return startService<ServiceRequest>({
    name,
    sdl: folder(name),
    resolvers: [resolvers[name]],
    context: (request) => request,
    ready: async () => null,
    awaitPosition: async (position) => position.startsWith('letters@'),
    status: async () => ({ service: name, facts: 0, unrelayed: 0, feeds: [] }),
    config: { PORT: port, HOST: '127.0.0.1', SERVICE_KEY: key },
  });
}
