import { journalCollection, type JournalRow } from '@xunlian/bus';
import { inTransaction } from '@xunlian/store';
import mongoose from 'mongoose';
import { askingService } from '../asking.ts';
import { someInspections, transferring } from '../commands.ts';
import { cpuSeconds } from '../processes.ts';
import type { Room } from '../room.ts';
import { sayTable } from '../table.ts';
import { ms, quantile, spread, timed, type Ask, type Timing } from '../timing.ts';
import { pausing } from './pausing.ts';

const callers = 64;
const rounds = 5;
/** Commands of a round, each way about as long. */
const commands = { service: 4_000, driver: 1_500 };
const warmUps = 500;

/**
 * Commands about one record each, signed and sent to one service, beside one transaction of the driver alone for each: the
 * same change of the same documents with a row in a journal of the same indexes, on the same mongod, in rounds that take turns.
 * The other processes of the system are held meanwhile.
 */
export async function benchOneService(room: Room): Promise<void> {
  const { system } = room;
  const [rounder, { ask, close }] = [askingService(system, 'rounds', 1), askingService(system, 'findings', callers)];
  const inspections = await someInspections(rounder.ask);
  await rounder.close();
  const clues = warmUps + rounds * commands.service;
  const transfer = await transferring(ask, inspections, { callers, clues });
  const driver = await driverOver(room);
  const spent = () => room.spent() + cpuSeconds(process.pid);
  const taken = await pausing(system, ['findings'], () => takeTurns({ service: transfer, driver: driver.transfer }, spent));
  await Promise.all([close(), driver.close()]);
  const line = (name: string, way: Way) => {
    const turns = taken.map((turn) => turn[way]);
    const middle = (value: (turn: Turn) => number) => quantile(turns.map(value), 0.5);
    return [name, spread(turns.map(({ perSecond }) => perSecond), 0), ms(middle(({ p50 }) => p50)), ms(middle(({ p99 }) => p99)), middle(({ cpuMs }) => cpuMs).toFixed(2)];
  };
  sayTable(`commands about one clue each, ${callers} callers, majority and journaled, medians of ${rounds} rounds`, ['', 'commands/s', 'p50 ms', 'p99 ms', 'CPU ms', 'ratio', 'of CPU'], [
    [...line('through one service', 'service'), spread(taken.map(({ service, driver: alone }) => service.perSecond / alone.perSecond), 1), spread(taken.map(({ service, driver: alone }) => alone.cpuMs / service.cpuMs), 1)],
    line('driver, a transaction each', 'driver'),
  ]);
}

type Way = 'service' | 'driver';

/** One round of one way; processor time of all processes that take part, of which the caller is one, a command. */
type Turn = Timing & { readonly cpuMs: number };

async function takeTurns(ways: Readonly<Record<Way, Ask>>, spent: () => number): Promise<Record<Way, Turn>[]> {
  const turn = async (way: Way, from: number, requests: number) => {
    const before = spent();
    const timing = await timed((number) => ways[way](from + number), { callers, requests });
    return { ...timing, cpuMs: (1_000 * (spent() - before)) / requests };
  };
  const inTurn = async (round: number) => ({
    service: await turn('service', warmUps + round * commands.service, commands.service),
    driver: await turn('driver', warmUps + round * commands.driver, commands.driver),
  });
  for (const way of ['service', 'driver'] as const) await turn(way, 0, warmUps);
  const taken: Record<Way, Turn>[] = [];
  for (let round = 0; round < rounds; round += 1) taken.push(await inTurn(round));
  return taken;
}

interface Clue {
  readonly _id: string;
  readonly lineage: readonly string[];
}

/** The driver by itself, on copies of clues in a database of its own. */
async function driverOver({ mongod, dbPrefix }: Room): Promise<{ transfer: Ask; close: () => Promise<void> }> {
  const db = await mongoose.createConnection(mongod.uri, { dbName: 'driver', maxPoolSize: callers, autoIndex: false, autoCreate: false }).asPromise();
  const [own, theirs] = [db.getClient().db('driver'), db.getClient().db(`${dbPrefix}findings`)];
  const clues = await theirs.collection<Clue>('clues').find({ _id: new RegExp(`^c${callers}-`) }).limit(warmUps + rounds * commands.driver).toArray();
  for (const name of ['clues', journalCollection]) {
    const indexes = (await theirs.collection(name).indexes()).filter((index) => index.name !== '_id_');
    await (await own.createCollection(name)).createIndexes(indexes);
  }
  await own.collection<Clue>('clues').insertMany(clues);
  const journal = own.collection<JournalRow>(journalCollection);
  const transfer: Ask = (number) => inTransaction(db, async (session) => {
    const { _id, lineage } = clues[number] ?? { _id: '', lineage: [] };
    const data = { receiver: 'DISCIPLINE_ORGAN', transferredOn: '2020-12-31' };
    const changes = { $set: { ...data, state: 'TRANSFERRED' }, $inc: { version: 1 } };
    const found = await own.collection<Clue>('clues').findOneAndUpdate({ _id, transferredOn: null }, changes, { session, returnDocument: 'after' });
    if (!found) throw new Error('There is no such clue.');
    const row = { type: 'ClueTransferred', data: { lineage, ...data }, kept: {}, at: new Date(), by: 'registrar', correlation: 'driver' };
    await journal.insertOne({ _id: { t: 'findings.clue.v1', s: _id, v: 2 }, ...row }, { session });
  });
  return {
    transfer,
    close: async () => {
      await own.dropDatabase();
      await db.close();
    },
  };
}
