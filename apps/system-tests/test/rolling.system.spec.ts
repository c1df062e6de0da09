import { setTimeout as pause } from 'node:timers/promises';
import { testMongo, type TestMongo } from '@xunlian/testing';
import { mongo } from 'mongoose';
import { startLoad, type Load } from './load.ts';
import { ask, startGateway, startService, type Around, type Program } from './programs.ts';

/** Does something while commands are carried out before, meanwhile and after. */
const amid = async (load: Load, work: () => Promise<unknown>): Promise<void> => {
  const more = async () => {
    for (const before = load.done.size; load.done.size < before + 25;) await pause(20);
  };
  await more();
  await work();
  await more();
};

describe('Processes that are stopped and started again while they are asked', () => {
  let room: TestMongo;
  let around: Around;
  let client: mongo.MongoClient;
  const programs: Program[] = [];
  let one: Program;
  let other: Program;
  const kept = async (starting: Promise<Program>) => {
    const program = await starting;
    programs.push(program);
    return program;
  };

  beforeAll(async () => {
    room = await testMongo();
    around = { mongoUri: room.uri, dbPrefix: room.dbPrefix };
    client = await new mongo.MongoClient(room.uri).connect();
    [one, other] = await Promise.all([kept(startService('organizations', around)), kept(startService('organizations', around))]);
  }, 30_000);
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await client.close();
    await room.stop();
  });

  /** Every command that was answered has exactly one effect. */
  const everyCommandOnce = async (load: Load, prefix: string) => {
    const journal = client.db(`${room.dbPrefix}organizations`).collection<{ _id: { s: string; v: number } }>('journal');
    const facts = await journal.find({ '_id.s': { $regex: `^${prefix}` } }).toArray();
    expect(facts.map(({ _id }) => `${_id.s}/${_id.v}`).sort()).toEqual([...load.done].map((code) => `${code}/1`).sort());
    expect(load.questions()).toBeGreaterThan(25);
  };
  const restarted = async (program: Program) => {
    const ended = await program.stop();
    expect(ended.code).toBe(0);
    expect(ended.ms).toBeLessThan(10_000);
    return kept(startService('organizations', around, program.port));
  };

  it('answer everything where a service has two processes, one after the other', async () => {
    const gateway = await kept(startGateway({ organizations: [one, other] }, around));
    const load = startLoad(gateway.url, '9102');
    await amid(load, async () => { one = await restarted(one); });
    // A gateway that hears nothing for a while, as on a machine that has too much to do, still meets no closing connection.
    for (let times = 0; times < 3; times += 1) await amid(load, async () => {
      [other] = await Promise.all([restarted(other), gateway.standStill(700)]);
    });
    await load.stop();
    expect(load.failures).toEqual([]);
    await everyCommandOnce(load, '9102');
  }, 30_000);

  it('leave only what may be asked again where a service has one process, and nothing lost or doubled', async () => {
    const gateway = await kept(startGateway({ organizations: [one] }, around));
    const load = startLoad(gateway.url, '9101');
    await amid(load, async () => { one = await restarted(one); });
    await load.stop();
    expect(new Set(load.failures)).toEqual(new Set(['UNAVAILABLE']));
    expect(['CREATED', 'UNCHANGED']).toEqual(expect.arrayContaining([...new Set(load.repeated)]));
    await everyCommandOnce(load, '9101');
  }, 30_000);

  it('let the gateway finish what it took, and feeds save where they stand', async () => {
    const [gateway, hearing] = await Promise.all([startGateway({ organizations: [one] }, around), kept(startService('pools', around))]);
    const load = startLoad(gateway.url, '9103');
    await amid(load, async () => {
      const { code, ms } = await gateway.stop();
      expect([code, ms < 10_000]).toEqual([0, true]);
      await kept(startGateway({ organizations: [one], pools: [hearing] }, around, gateway.port));
    });
    await load.stop();
    // Nobody there, or gone before it took the connection: in neither case was anything asked.
    expect(['ECONNREFUSED', 'ECONNRESET']).toEqual(expect.arrayContaining([...new Set(load.failures)]));
    expect(load.failures).toContain('ECONNREFUSED');
    await everyCommandOnce(load, '9103');
    const heard = await ask(gateway.url, { query: '{ tie(code: "none") { code } }' }, { 'x-xunlian-after': load.position() });
    expect(heard.data).toEqual({ tie: null });
    expect((await hearing.stop()).code).toBe(0);
    const saved = await client.db(`${room.dbPrefix}pools`).collection<{ through: string }>('cursors').findOne();
    expect(`organizations@${saved?.through}` >= load.position()).toBe(true);
  }, 30_000);
});
