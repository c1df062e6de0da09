import { createHook } from 'node:async_hooks';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { testMongo, type TestMongo } from '@xunlian/testing';
import { openDatabase, type Database } from '../src/index.ts';
import { inTransaction } from '../src/connection.ts';
import { transactionRetried } from '../src/occurrences.ts';
import { endOrphans } from '../src/orphans.ts';

/** The driver's idle sockets, for which it has no public name. */
function idleSockets(db: Database): Socket[] {
  const servers = Reflect.get(Reflect.get(Reflect.get(db.getClient(), 'topology'), 's'), 'servers') as ReadonlyMap<string, { readonly pool: { readonly connections: { toArray: () => { readonly socket: Socket }[] } } }>;
  return [...servers.values()].flatMap(({ pool }) => pool.connections.toArray().map(({ socket }) => socket));
}

describe('A command on a connection that breaks in the same instant', () => {
  let room: TestMongo;
  let db: Database;
  beforeAll(async () => {
    room = await testMongo();
    db = await openDatabase(room.uri, `${room.dbPrefix}broken`);
    await db.collection('rows').insertOne({ n: 1 });
  });
  afterAll(async () => {
    await db.close(true);
    await room.stop();
  });

  it.each([['is closed', undefined], ['is reset', new Error('reset')]])('is answered or fails, when it %s', async (_, why) => {
    for (let times = 0; times < 5; times += 1) {
      await db.collection('rows').findOne({});
      const sockets = idleSockets(db);
      expect(sockets.length).toBeGreaterThan(0);
      for (const socket of sockets) socket.destroy(why);
      const asked = [db.collection('rows').findOne({}), db.transaction((session) => db.collection('rows').findOne({}, { session }))];
      const outcome = await Promise.race([Promise.allSettled(asked).then(() => 'settled'), pause(10_000, 'for ever', { ref: false })]);
      expect(outcome).toBe('settled');
    }
  }, 30_000);
});

describe('A transaction of a process that was killed', () => {
  let room: TestMongo;
  let db: Database;
  const admin = () => db.getClient().db('admin');
  beforeAll(async () => {
    room = await testMongo();
    db = await openDatabase(room.uri, `${room.dbPrefix}orphans`);
    await db.collection('rows').insertOne({ n: 1, times: 0 });
    // So that it is nobody else who ends it.
    await admin().command({ setParameter: 1, transactionLifetimeLimitSeconds: 600 });
  });
  afterAll(async () => {
    await admin().command({ setParameter: 1, transactionLifetimeLimitSeconds: 5 });
    await db.close();
    await room.stop();
  });

  async function written() {
    const child = spawn(process.execPath, [fileURLToPath(new URL('lasting.ts', import.meta.url)), room.uri, `${room.dbPrefix}orphans`], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await pause(200);
    return child;
  }

  it('is ended by who meets it, and one of a process that lives is not', async () => {
    const living = await written();
    await endOrphans(db);
    living.stdin.write('go on\n');
    expect(await once(living, 'exit')).toEqual([0, null]);
    const killed = await written();
    killed.kill('SIGKILL');
    await inTransaction(db, (session) => db.collection('rows').updateOne({ n: 1 }, { $inc: { times: 10 } }, { session }));
    expect(await db.collection('rows').findOne({}, { projection: { _id: 0 } })).toEqual({ n: 1, times: 11 });
  }, 30_000);
});

describe('A transaction whose record another one has', () => {
  it('begins again, says so, and loses nothing of either', async () => {
    const room = await testMongo();
    const db = await openDatabase(room.uri, `${room.dbPrefix}met`);
    const rows = db.collection('rows');
    await rows.insertOne({ n: 1, times: 0 });
    const [written, again] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const forget = transactionRetried.hear(() => again.resolve());
    const add = (times: number, then?: () => Promise<void>) => inTransaction(db, async (session) => {
      await rows.updateOne({ n: 1 }, { $inc: { times } }, { session });
      await then?.();
    });
    const first = add(1, () => {
      written.resolve();
      return again.promise;
    });
    await written.promise;
    await Promise.all([first, add(10)]);
    forget();
    expect(await rows.findOne({}, { projection: { _id: 0 } })).toEqual({ n: 1, times: 11 });
    await db.close();
    await room.stop();
  });
});

describe('A connection that nobody uses', () => {
  it('sets no timer ten times a second, as the driver does by itself', async () => {
    const room = await testMongo();
    const db = await openDatabase(room.uri, `${room.dbPrefix}idle`);
    await db.collection('rows').insertOne({ n: 1 });
    let set = 0;
    const hook = createHook({ init: (_, type) => { if (type === 'Timeout') set += 1; } });
    hook.enable();
    await pause(2_000);
    hook.disable();
    expect(set).toBeLessThan(10);
    await db.close();
    await room.stop();
  });
});
