import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '@xunlian/shared';
import { connectionOf, frontVariables, hexKey, readEnvironment, recordAnswer, startService } from '../src/index.ts';
import type { RowAnswer, Service, ServiceRequest } from '../src/index.ts';

/** Key of every service under test. */
export const serviceKey = '11'.repeat(32);

const notes = ['a', 'b', 'c'].map((code) => ({ code, text: `Note ${code}`, writtenOn: '2024-02-29' }));

const outcome = ({ code, text }: { code: string; text: string }, row: number): RowAnswer => text === 'secret'
  ? { row, code, outcome: 'REJECTED', refusal: 'CONFLICT', field: 'text', reason: 'This code is taken.' }
  : { row, code, outcome: 'CREATED', refusal: null, field: null, reason: null };

const resolvers = {
  Query: {
    note: (_: unknown, { code }: { code: string }) => notes.find((note) => note.code === code) ?? null,
    notes: (_: unknown, { first }: { first: number }) => connectionOf({
      entries: notes.slice(0, first).map((row) => ({ cursor: row.code, row })),
      hasNextPage: first < notes.length,
      totalCount: async () => notes.length,
    }),
    viewer: (_: unknown, __: unknown, { viewer }: ServiceRequest) => `${viewer.name} of ${viewer.lineage.join('/')}`,
    slow: async (_: unknown, { ms }: { ms: number }) => {
      await pause(ms);
      return ms;
    },
    refused: () => {
      throw new Refusal('CONFLICT', 'Already transferred on 2024-01-01.', 'transferredOn');
    },
    failing: () => {
      throw new Error('connect ECONNREFUSED 10.1.2.3:27017 with {"about":"名字"}');
    },
  },
  Mutation: {
    recordNotes: (_: unknown, { rows }: { rows: { code: string; text: string }[] }) => recordAnswer(rows.map(outcome), 'notes@0a'),
  },
};

/** A small service with real HTTP; it has taken every fact of `letters` and none of `numbers`. */
export const notesService = (port: number): Service<ServiceRequest> => ({
  name: 'notes',
  sdl: new URL('notes/', import.meta.url),
  resolvers: [resolvers],
  context: (request) => request,
  ready: async () => null,
  awaitPosition: async (position) => position.startsWith('letters@'),
  status: async () => ({ service: 'notes', facts: 3, unrelayed: 0, feeds: [{ source: 'letters', lag: 0, through: 'letters@01' }] }),
  config: { PORT: port, HOST: '127.0.0.1', SERVICE_KEY: serviceKey },
});

if (import.meta.main) {
  const { PORT } = readEnvironment({ ...frontVariables, SERVICE_KEY: hexKey });
  await startService(notesService(PORT));
}
