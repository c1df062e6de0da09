import { createHook } from 'node:async_hooks';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { testMongo, type TestMongo } from '@xunlian/testing';
import { openDatabase, type Database } from '../src/index.ts';

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
