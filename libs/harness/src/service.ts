import { randomBytes, randomUUID } from 'node:crypto';
import { encodeViewer, headerNames, signerFor, type RunningService } from '@xunlian/service';
import { startRecordService } from '@xunlian/service/records';
import type { Viewer } from '@xunlian/shared';
import { registrar, testMongo, type TestMongo } from '@xunlian/testing';
import { mongo } from 'mongoose';

/** The answer to a question: its data as asked, and its errors as the caller sees them. */
export interface Answer {
  // What a query answers is known to the spec that wrote it.
  readonly data: Record<string, never> | null;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[]; readonly extensions: { readonly code: string; readonly field?: string } }[];
}

/** A service under test, with a database of its own. */
export interface ServiceUnderTest {
  /** Asks as the gateway would: signed, for a viewer (the registrar unless given), behind positions if given. */
  readonly ask: (query: string, variables?: object, how?: { viewer?: Viewer; after?: string }) => Promise<Answer>;
  readonly mongo: TestMongo;
  readonly url: string;
  /** The service's own database. */
  readonly db: mongo.Db;
  readonly stop: () => Promise<void>;
}

/** Starts a service that owns records, in this process, against the test MongoDB. */
export async function serviceUnderTest(service: Omit<Parameters<typeof startRecordService>[0], 'config'>): Promise<ServiceUnderTest> {
  const room = await testMongo();
  const key = randomBytes(32).toString('hex');
  const config = { PORT: 0, HOST: '127.0.0.1', SERVICE_KEY: key, SEAL_KEY: randomBytes(32).toString('hex'), MONGODB_URI: room.uri, DB_PREFIX: room.dbPrefix };
  const running: RunningService = await startRecordService({ ...service, config });
  const client = new mongo.MongoClient(room.uri);
  return {
    mongo: room,
    url: running.url,
    db: client.db(room.dbPrefix + service.name),
    ask: askingOf({ name: service.name, key, url: running.url }),
    async stop() {
      await running.stop();
      await client.close();
      await room.stop();
    },
  };
}

/** Asks a service that answers at an address as the gateway would; `key` is its SERVICE_KEY. */
export function askingOf({ name, key, url }: { readonly name: string; readonly key: string; readonly url: string }): ServiceUnderTest['ask'] {
  const sign = signerFor(name, key);
  return async (query, variables = {}, { viewer = registrar, after = '' } = {}) => {
    const body = Buffer.from(JSON.stringify({ query, variables }));
    const signed = { viewer: encodeViewer(viewer), request: randomUUID(), after, body };
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json', [headerNames.viewer]: signed.viewer, [headerNames.request]: signed.request,
        [headerNames.after]: after, [headerNames.signed]: sign(signed),
      },
    });
    return (await response.json()) as Answer;
  };
}
