import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { startMongod, type RunningMongod } from '@xunlian/mongod';
import { freePort } from '@xunlian/machine';
import { testMongo } from '@xunlian/testing';
import { request } from 'undici';
import { startFront, type RunningService } from '../src/index.ts';
import { brokerPart, feedPart, lateAmong, missingAmong, readOncePart } from '../src/readiness.ts';
import { ask } from './asking.ts';
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
  const sayings = async (through: string | null, lag: number, caughtUp = through !== null) => {
    const feed = { through: async () => through, caughtUp: async () => caughtUp, lag: async () => lag };
    return { missing: await missingAmong([readOncePart(feed, ['rounds'])]), late: await lateAmong([feedPart(feed, ['rounds'])]) };
  };

  it('is missing until it has read everything once, also in a process that was started again', async () => {
    expect((await sayings(null, 0)).missing).toBe('feed of rounds, which is read for the first time');
    expect((await sayings(null, 7, true)).missing).toBeNull();
  });

  it('is late, and not missing, when it stands still while there is more', async () => {
    expect(await sayings(moment(300), 7)).toEqual({ missing: null, late: [expect.stringMatching(/^feed of rounds, 30\d s behind$/)] });
    for (const said of [await sayings(moment(300), 0), await sayings(moment(3), 7), await sayings(null, 7, true)]) expect(said).toEqual({ missing: null, late: [] });
  });

  it('is late in a process that was started again and has got no further for a minute', async () => {
    const part = feedPart({ through: async () => null, lag: async () => 7 }, ['rounds']);
    const started = performance.now();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(started + 75_000);
    expect(await lateAmong([part]).finally(() => clock.mockRestore())).toEqual([expect.stringMatching(/^feed of rounds, 7\d s behind$/)]);
  });

  it('is missing when nobody can say how far it is', async () => {
    const feed = { through: () => Promise.reject(new Error('no')), caughtUp: async () => true };
    expect(await missingAmong([readOncePart(feed, ['rounds'])])).toBe('feed');
  });
});

describe('A broker', () => {
  it('is late when it does not answer, and when it takes nothing of what waits', async () => {
    const late = (answers: boolean, isStuck: boolean) => lateAmong([brokerPart({ answers: async () => answers }, { isStuck: async () => isStuck })]);
    expect([await late(false, false), await late(true, true), await late(true, false)]).toEqual([['broker'], ['broker'], []]);
  });

  it('is named while it is away, and the service goes on taking commands', async () => {
    const room = await testMongo();
    const service = await startMinutes({ ...room, hears: false, brokers: `127.0.0.1:${await freePort()}` });
    const command = 'mutation { recordMinutes(rows: [{ code: "c1", takenOn: "2024-02-29", about: "a" }]) { created } }';
    expect((await ask(service.url, { query: command }, 'minutes')).body).toEqual({ data: { recordMinutes: { created: 1 } } });
    const { statusCode, body } = await request(`${service.url}/readyz`);
    expect([statusCode, await body.json()]).toEqual([200, { ready: true, late: ['broker'] }]);
    await service.stop();
    await room.stop();
  });
});

describe('A process that is ready', () => {
  it('answers 200 and names what is late, within two seconds though that is never said', async () => {
    let late: () => Promise<readonly string[]> = async () => [];
    const front = await startFront({ port: 0, host: '127.0.0.1', ready: async () => null, late: () => late(), answer: async () => ({ status: 200, body: '' }), metrics: async () => '' });
    const said = async () => {
      const { statusCode, body } = await request(`${front.url}/readyz`);
      return [statusCode, await body.json()];
    };
    expect(await said()).toEqual([200, { ready: true }]);
    late = async () => ['feed of rounds, 75 s behind', 'broker'];
    expect(await said()).toEqual([200, { ready: true, late: ['feed of rounds, 75 s behind', 'broker'] }]);
    late = () => lateAmong([{ name: 'broker', missing: () => new Promise(() => undefined) }]);
    expect(await said()).toEqual([200, { ready: true, late: ['broker'] }]);
    await front.stop();
  });
});
