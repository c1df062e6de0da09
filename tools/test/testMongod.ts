import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { one, type Result } from '../checks/result.ts';

/** The database of all specs, or why there is none. */
export interface TestMongod {
  uri: string | null;
  result: Result;
  stop: () => Promise<void>;
}

/** One mongod for the whole run, on a free port and a folder that is removed afterwards. One named by TEST_MONGODB_URI is used instead. */
export async function testMongod(): Promise<TestMongod> {
  const since = Date.now();
  const given = process.env['TEST_MONGODB_URI'];
  if (given !== undefined) return { uri: given, result: one('mongod', since, null), stop: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'xunlian-test-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    // Loaded here, so that a fault in these libraries is one failed check and not the end of the run.
    const [{ startMongod }, { freePort }] = await Promise.all([import('@xunlian/mongod'), import('@xunlian/machine')]);
    const mongod = await startMongod({ dataDir: join(folder, 'mongo'), port: await freePort() });
    return { uri: mongod.uri, result: one('mongod', since, null), stop: async () => { await mongod.stop(); await remove(); } };
  } catch (error) {
    await remove();
    return { uri: null, result: one('mongod', since, error instanceof Error ? error.message : String(error)), stop: () => Promise.resolve() };
  }
}
