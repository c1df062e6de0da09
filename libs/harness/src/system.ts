import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSystem as start } from '@xunlian/supervisor';
import type { System, SystemOptions } from '@xunlian/supervisor';
import { testMongo, type TestMongo } from '@xunlian/testing';

/**
 * Starts the whole system, as `npm start` does, and resolves when it is ready. Everything not given is made for this call
 * and removed when the system stops: data folder, databases, ports.
 */
export async function startSystem(options: Partial<SystemOptions> = {}): Promise<System> {
  const folder = options.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'xunlian-system-')) : null;
  const room = options.mongoUri === undefined ? await testMongo() : null;
  const made = { dataDir: folder ?? '', ...(room ? { mongoUri: room.uri, dbPrefix: room.dbPrefix } : {}) };
  const system = await start({ ...made, ...options }).catch(async (error: unknown) => {
    await leave(room, folder);
    throw error;
  });
  const stop: System['stop'] = async (how) => {
    await system.stop(how);
    await leave(room, folder);
  };
  return { ...system, stop };
}

async function leave(room: TestMongo | null, folder: string | null): Promise<void> {
  await room?.stop();
  if (folder !== null) await rm(folder, { recursive: true, force: true });
}
