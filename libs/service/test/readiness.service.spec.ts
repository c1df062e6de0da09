import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startMongod, type RunningMongod } from '@xunlian/mongod';
import { freePort } from '@xunlian/machine';
import { request } from 'undici';
import type { RunningService } from '../src/index.ts';
import { feedPart, missingAmong } from '../src/records.ts';
import { figuresAt } from './figures.ts';
import { startMinutes } from './minutes.ts';

describe('A service whose database goes away', () => {
  let folder: string;
  let port: number;
  let mongod: RunningMongod;
  let service: RunningService;
  const start = () => startMongod({ dataDir: join(folder, 'data'), port, cacheGb: 0.25 });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'xunlian-readiness-'));
    port = await freePort();
    mongod = await start();
    service = await startMinutes({ uri: mongod.uri, dbPrefix: 'ready_' });
    await until('nothing');
  });
  afterAll(async () => {
    await service.stop();
    await mongod.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const check = async () => {
    const asked = performance.now();
    const { statusCode, body } = await request(`${service.url}/readyz`);
    const { missing = 'nothing' } = (await body.json()) as { missing?: string };
    return { statusCode, missing, ms: performance.now() - asked };
  };
  const until = async (missing: string) => {
    while ((await check()).missing !== missing) await pause(50);
  };

  it('says so within two seconds, stays alive, shows figures without it, and recovers by itself', async () => {
    await mongod.stop();
    const { statusCode, missing, ms } = await check();
    expect([statusCode, missing]).toEqual([503, 'database']);
    expect(ms).toBeLessThan(2_000);
    expect((await request(`${service.url}/livez`)).statusCode).toBe(200);
    const figures = await figuresAt(service.url);
    expect([figures.get('xunlian_ready{}'), figures.get('xunlian_journal_facts{}')]).toEqual([0, undefined]);
    mongod = await start();
    await until('nothing');
    expect((await figuresAt(service.url)).get('xunlian_ready{}')).toBe(1);
  });

  it('says so within two seconds of a database that is there and does not answer', async () => {
    process.kill(mongod.pid, 'SIGSTOP');
    try {
      // The signal stops one thread after another: until then the database may still answer.
      let told = await check();
      while (told.missing === 'nothing') told = await check();
      expect(told.missing).toContain('database');
      expect(told.ms).toBeLessThan(2_000);
    } finally {
      process.kill(mongod.pid, 'SIGCONT');
    }
    await until('nothing');
  });
});

describe('A feed', () => {
  const moment = (secondsAgo: number) => Math.floor(Date.now() / 1_000 - secondsAgo).toString(16).padStart(8, '0').padEnd(16, '0');
  const missing = (through: string | null, lag: number, caughtUp = through !== null) => missingAmong([feedPart({ through: async () => through, caughtUp: async () => caughtUp, lag: async () => lag }, ['rounds'])]);

  it('is missing until it has read everything once, and when it stands still while there is more', async () => {
    expect(await missing(null, 0)).toBe('feed of rounds, which is read for the first time');
    expect(await missing(moment(300), 7)).toMatch(/^feed of rounds, 30\d s behind$/);
    expect([await missing(moment(300), 0), await missing(moment(3), 7)]).toEqual([null, null]);
  });

  it('is not missing in a process that was started again after all was read once', async () => {
    expect(await missing(null, 7, true)).toBeNull();
  });

  it('is missing when nobody can say how far it is', async () => {
    expect(await missingAmong([feedPart({ through: () => Promise.reject(new Error('no')), caughtUp: async () => true, lag: async () => 0 }, ['rounds'])])).toBe('feed');
  });
});
