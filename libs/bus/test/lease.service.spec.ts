import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { testMongo } from '@xunlian/testing';
import { mongo } from 'mongoose';
import { leaseOn } from '../src/kafka/lease.ts';

it('keeps the lease of a holder that is busy, and of none that is not', async () => {
  const room = await testMongo();
  const client = await new mongo.MongoClient(room.uri).connect();
  try {
    const db = client.db(`${room.dbPrefix}lease`);
    const [one, other] = [leaseOn(db, 'one'), leaseOn(db, 'other')];
    await one.take();
    expect(await one.take()).not.toBeNull();
    const until = async () => (await db.collection<{ _id: string; until: Date }>('relay').findOne({ _id: 'relay' }))?.until.getTime() ?? 0;
    const [taken, work] = [await until(), Promise.withResolvers<string>()];
    const busy = one.busy(work.promise);
    for (const end = Date.now() + 10_000; (await until()) === taken && Date.now() < end;) await pause(20);
    expect(await until()).toBeGreaterThan(taken);
    expect(await other.take()).toBeNull();
    work.resolve('done');
    expect(await busy).toBe('done');
    await one.release();
    expect(await other.take()).not.toBeNull();
    // Whoever has lost it while busy does not get it back.
    await expect(one.busy(Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await one.keep({ token: '', through: '' })).toBeNull();
  } finally {
    await client.close();
    await room.stop();
  }
}, 30_000);
