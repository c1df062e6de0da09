import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startMongod } from '@xunlian/mongod';
import { freePort } from '@xunlian/machine';

/** A mongod for tests, its data in a folder of its own that goes when it stops. */
export interface TestServer {
  uri: string;
  stop(): Promise<void>;
}

/** Starts a mongod with empty data at a free port. Whoever runs several spec files starts one and sets TEST_MONGODB_URI. */
export async function startTestServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'xunlian-mongod-'));
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const mongod = await startMongod({ dataDir: join(folder, 'data'), port: await freePort(), cacheGb: 0.5 });
    const stop = async () => {
      await mongod.stop();
      await forget();
    };
    return { uri: mongod.uri, stop };
  } catch (error) {
    await forget();
    throw error;
  }
}
