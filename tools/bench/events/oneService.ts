import type { System } from '@xunlian/supervisor';
import { askingService, type Asking } from '../asking.ts';
import { clueOf, findingOf, recordClues, recordFindings, someInspections, transferring, type Inspection } from '../commands.ts';
import { cpuSeconds } from '../processes.ts';
import type { Room } from '../room.ts';
import { sayTable } from '../table.ts';
import { ms, quantile, spread, timed, type Ask, type Timing } from '../timing.ts';
import { driverAlone } from './driverAlone.ts';
import { pausing } from './pausing.ts';
import { storesAlone } from './storesAlone.ts';

const callers = 64;
const rounds = 5;
const cluePrefix = 'c-';

/** How commands are handed over. */
interface Manner {
  readonly name: string;
  /** Commands that one request carries. */
  readonly each: number;
  /** Requests before anything is measured, and of a round; the rounds of all are about as long. */
  readonly warmUps: number;
  readonly requests: number;
}

const one: Manner = { name: 'one service, one a request', each: 1, warmUps: 500, requests: 3_000 };
const ten: Manner = { name: 'one service, ten a request', each: 10, warmUps: 50, requests: 800 };
const stores: Manner = { name: 'its stores alone, one a call', each: 1, warmUps: 2_000, requests: 6_000 };
const alone: Manner = { name: 'driver, a transaction each', each: 1, warmUps: 500, requests: 1_500 };

/** One command in one manner. */
interface Way {
  readonly command: string;
  readonly manner: Manner;
  readonly ask: Ask;
}

/**
 * Commands about one record each, signed and sent to one service or given to its stores, beside one transaction of the driver
 * alone for each: the same change of the same documents, found or inserted beside what they refer to, with a row in a journal
 * of the same indexes, on the same mongod, in rounds that take turns. The other processes of the system are held meanwhile.
 */
export async function benchOneService(room: Room): Promise<void> {
  const { system } = room;
  const service = askingService(system, 'findings', callers);
  const inspections = await inspectionsOf(system);
  const [transfers, records] = [await transfersBy(service, inspections), recordsBy(service, inspections)];
  // The driver inserts what the service made of such a command.
  await timed(records.fill, { callers, requests: commandsOf(alone) });
  const driver = await driverAlone(room, { commands: commandsOf(alone), callers, prefixes: { clues: cluePrefix, findings: 'driver-' } });
  const kept = await storesAlone(room, inspections, { clues: cluePrefix, firstClue: commandsOf(one) + commandsOf(ten), findings: 'stores-' });
  const ways = [
    ...waysOf('a clue is transferred', { ...transfers, stores: kept.transfer, alone: driver.transfer }),
    ...waysOf('a finding is recorded', { ...records, stores: kept.record, alone: driver.record }),
  ];
  const spent = () => room.spent() + cpuSeconds(process.pid);
  const taken = await pausing(system, ['findings'], () => takeTurns(ways, { spent, checkpoint: driver.checkpoint }));
  await Promise.all([service.close(), kept.close(), driver.close()]);
  sayTable(`commands about one record each, ${callers} callers, majority and journaled, medians of ${rounds} rounds`,
    ['', '', 'commands/s', 'p50 ms', 'p99 ms', 'CPU ms', 'of the driver', 'by CPU'], ways.map((way) => lineOf(taken, way)));
}

async function inspectionsOf(system: Pick<System, 'urls' | 'serviceKeys'>): Promise<Inspection[]> {
  const { ask, close } = askingService(system, 'rounds', 1);
  const inspections = await someInspections(ask);
  await close();
  return inspections;
}

function waysOf(command: string, asks: Readonly<Record<'one' | 'ten' | 'stores' | 'alone', Ask>>): Way[] {
  return ([[one, asks.one], [ten, asks.ten], [stores, asks.stores], [alone, asks.alone]] as const).map(([manner, ask]) => ({ command, manner, ask }));
}

function commandsOf({ each, warmUps, requests }: Manner): number {
  return each * (warmUps + rounds * requests);
}

/** The clues are there before; each is transferred once. */
async function transfersBy({ ask }: Asking, inspections: readonly Inspection[]): Promise<{ one: Ask; ten: Ask }> {
  const transfer = await transferring(ask, inspections, { prefix: cluePrefix, clues: commandsOf(one) + commandsOf(ten) + commandsOf(stores) });
  return {
    one: transfer,
    async ten(number) {
      const rows = numbersOf(ten, number).map((place) => commandsOf(one) + place).map((clue) => clueOf(inspections, `${cluePrefix}${clue}`, clue));
      const { recordClues: { updated } } = await ask<{ recordClues: { updated: number } }>(recordClues, { rows: rows.map((row) => ({ ...row, receiver: 'DISCIPLINE_ORGAN', transferredOn: row.foundOn })) });
      if (updated !== ten.each) throw new Error('A clue was not transferred.');
    },
  };
}

function recordsBy({ ask }: Asking, inspections: readonly Inspection[]): { one: Ask; ten: Ask; fill: Ask } {
  const by = (prefix: string, manner: Manner): Ask => async (number) => {
    const rows = numbersOf(manner, number).map((place) => findingOf(inspections, `${prefix}-${place}`, place));
    const { recordFindings: { created } } = await ask<{ recordFindings: { created: number } }>(recordFindings, { rows });
    if (created !== manner.each) throw new Error('A finding was not recorded.');
  };
  return { one: by('one', one), ten: by('ten', ten), fill: by('driver', alone) };
}

function numbersOf({ each }: Manner, request: number): number[] {
  return Array.from({ length: each }, (_, place) => request * each + place);
}

/** One round of one way, by its commands; processor time of all processes that take part, of which the caller is one, a command. */
type Turn = Timing & { readonly cpuMs: number };

type Round = ReadonlyMap<Way, Turn>;

async function takeTurns(ways: readonly Way[], { spent, checkpoint }: { spent: () => number; checkpoint: () => Promise<unknown> }): Promise<Round[]> {
  const turn = async ({ manner: { each }, ask }: Way, [from, requests]: readonly [number, number]): Promise<Turn> => {
    await checkpoint();
    const before = spent();
    const timing = await timed((number) => ask(from + number), { callers, requests });
    return { ...timing, perSecond: timing.perSecond * each, cpuMs: (1_000 * (spent() - before)) / (requests * each) };
  };
  for (const way of ways) await turn(way, [0, way.manner.warmUps]);
  const taken: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const turns = new Map<Way, Turn>();
    for (const way of ways) turns.set(way, await turn(way, [way.manner.warmUps + round * way.manner.requests, way.manner.requests]));
    taken.push(turns);
  }
  return taken;
}

function lineOf(taken: readonly Round[], way: Way): string[] {
  const pairs = taken.map((round) => {
    const driver = [...round].find(([{ command, manner }]) => command === way.command && manner === alone)?.[1];
    const turn = round.get(way);
    if (!turn || !driver) throw new Error('Nothing was measured.');
    return { turn, driver };
  });
  const middle = (value: (turn: Turn) => number) => quantile(pairs.map(({ turn }) => value(turn)), 0.5);
  return [
    way.command, way.manner.name, spread(pairs.map(({ turn }) => turn.perSecond), 0), ms(middle(({ p50 }) => p50)), ms(middle(({ p99 }) => p99)), middle(({ cpuMs }) => cpuMs).toFixed(2),
    spread(pairs.map(({ turn, driver }) => turn.perSecond / driver.perSecond), 1), spread(pairs.map(({ turn, driver }) => driver.cpuMs / turn.cpuMs), 1),
  ];
}
