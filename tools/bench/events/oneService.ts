import { journalCollection, type JournalRow } from '@xunlian/bus';
import { inTransaction } from '@xunlian/store';
import mongoose from 'mongoose';
import { askingService } from '../asking.ts';
import { clueOf, recordClues, someInspections, transferring } from '../commands.ts';
import { cpuSeconds } from '../processes.ts';
import type { Room } from '../room.ts';
import { sayTable } from '../table.ts';
import { ms, quantile, spread, timed, type Ask, type Timing } from '../timing.ts';
import { pausing } from './pausing.ts';

const callers = 64;
const rounds = 5;

/** A way to transfer clues. */
interface Way {
  readonly name: string;
  /** Commands that one request carries. */
  readonly each: number;
  /** Requests before anything is measured, and of a round; the rounds of all ways are about as long. */
  readonly warmUps: number;
  readonly requests: number;
}

const one: Way = { name: 'through one service, one a request', each: 1, warmUps: 500, requests: 4_000 };
const ten: Way = { name: 'through one service, ten a request', each: 10, warmUps: 50, requests: 1_200 };
const alone: Way = { name: 'driver, a transaction each', each: 1, warmUps: 500, requests: 1_500 };

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
  const transfer = await transferring(ask, inspections, { callers, clues: commandsOf(one) + commandsOf(ten) });
  const transferTen: Ask = async (number) => {
    const numbers = Array.from({ length: ten.each }, (_, place) => commandsOf(one) + number * ten.each + place);
    const rows = numbers.map((clue) => clueOf(inspections, `c${callers}-${clue}`, clue)).map((row) => ({ ...row, receiver: 'DISCIPLINE_ORGAN', transferredOn: row.foundOn }));
    const { recordClues: { updated } } = await ask<{ recordClues: { updated: number } }>(recordClues, { rows });
    if (updated !== ten.each) throw new Error('A clue was not transferred.');
  };
  const driver = await driverOver(room);
  const ways = [[one, transfer], [ten, transferTen], [alone, driver.transfer]] as const;
  const taken = await pausing(system, ['findings'], () => takeTurns(ways, () => room.spent() + cpuSeconds(process.pid)));
  await Promise.all([close(), driver.close()]);
  sayTable(`commands about one clue each, ${callers} callers, majority and journaled, medians of ${rounds} rounds`,
    ['', 'commands/s', 'p50 ms', 'p99 ms', 'CPU ms', 'ratio', 'of CPU'], ways.map(([way]) => lineOf(taken, way)));
}

/** One round of one way, by its commands; processor time of all processes that take part, of which the caller is one, a command. */
type Turn = Timing & { readonly cpuMs: number };

type Round = ReadonlyMap<Way, Turn>;

function commandsOf({ each, warmUps, requests }: Way): number {
  return each * (warmUps + rounds * requests);
}

async function takeTurns(ways: readonly (readonly [Way, Ask])[], spent: () => number): Promise<Round[]> {
  const turn = async ({ each }: Way, ask: Ask, [from, requests]: readonly [number, number]): Promise<Turn> => {
    const before = spent();
    const timing = await timed((number) => ask(from + number), { callers, requests });
    return { ...timing, perSecond: timing.perSecond * each, cpuMs: (1_000 * (spent() - before)) / (requests * each) };
  };
  for (const [way, ask] of ways) await turn(way, ask, [0, way.warmUps]);
  const taken: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const turns = new Map<Way, Turn>();
    for (const [way, ask] of ways) turns.set(way, await turn(way, ask, [way.warmUps + round * way.requests, way.requests]));
    taken.push(turns);
  }
  return taken;
}

function lineOf(taken: readonly Round[], way: Way): string[] {
  const pairs = taken.flatMap((round) => {
    const [turn, driver] = [round.get(way), round.get(alone)];
    return turn && driver ? [{ turn, driver }] : [];
  });
  const middle = (value: (turn: Turn) => number) => quantile(pairs.map(({ turn }) => value(turn)), 0.5);
  return [
    way.name, spread(pairs.map(({ turn }) => turn.perSecond), 0), ms(middle(({ p50 }) => p50)), ms(middle(({ p99 }) => p99)), middle(({ cpuMs }) => cpuMs).toFixed(2),
    spread(pairs.map(({ turn, driver }) => turn.perSecond / driver.perSecond), 1), spread(pairs.map(({ turn, driver }) => driver.cpuMs / turn.cpuMs), 1),
  ];
}

interface Clue {
  readonly _id: string;
  readonly lineage: readonly string[];
}

/** The driver by itself, on copies of clues in a database of its own. */
async function driverOver({ mongod, dbPrefix }: Room): Promise<{ transfer: Ask; close: () => Promise<void> }> {
  const db = await mongoose.createConnection(mongod.uri, { dbName: 'driver', maxPoolSize: callers, autoIndex: false, autoCreate: false }).asPromise();
  const [own, theirs] = [db.getClient().db('driver'), db.getClient().db(`${dbPrefix}findings`)];
  const clues = await theirs.collection<Clue>('clues').find({ _id: new RegExp(`^c${callers}-`) }).limit(commandsOf(alone)).toArray();
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
