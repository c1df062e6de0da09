import { asking, type Asking } from './asking.ts';
import { sayLoad } from './machine.ts';
import { bundleOf, importInto, inRoom } from './room.ts';
import { sayTable } from './table.ts';
import { ms, timed, type Ask } from './timing.ts';

/** Records findings, one row a time. */
export const recordFindings = 'mutation Find($rows: [FindingInput!]!) { recordFindings(rows: $rows) { created position } }';
/** Records clues, new or as they are now. */
export const recordClues = 'mutation Register($rows: [ClueInput!]!) { recordClues(rows: $rows) { created updated position } }';
const transferClue = 'mutation Transfer($clue: ID!, $on: Date!) { transferClue(clue: $clue, receiver: DISCIPLINE_ORGAN, on: $on) { clue { code } position } }';

const warmUps = 400;
/** Requests measured, by number of callers; sixteen again when the processes have compiled what they do often. */
const loads: readonly (readonly [callers: number, requests: number])[] = [[1, 500], [16, 4_000], [64, 6_000], [16, 4_000]];

/** An inspection that something can be found in. */
export interface Inspection {
  readonly code: string;
  readonly enteredOn: string;
}

/** Commands about one record each, at the gateway, while all feeds run. */
export async function benchCommands(rows = 3_000): Promise<void> {
  await inRoom(async ({ system, folder, spent }) => {
    await importInto(system, await bundleOf(rows, { folder }));
    const lines: string[][] = [];
    let done = 0;
    for (const [load, [callers, requests]] of loads.entries()) {
      const { ask, close } = asking(system.url, callers);
      const inspections = await someInspections(ask);
      const commands: [string, Ask][] = [
        ['recordFindings, one new row', recording(ask, inspections, `b${load}-`)],
        ['transferClue', await transferring(ask, inspections, { prefix: `c${load}-`, clues: warmUps + requests })],
      ];
      for (const [name, command] of commands) {
        await timed(command, { callers, requests: warmUps });
        const before = spent();
        const { perSecond, p50, p99 } = await timed((number) => command(warmUps + number), { callers, requests });
        lines.push([name, String(callers), String(done + warmUps), perSecond.toFixed(0), ms(p50), ms(p99), ms((1000 * (spent() - before)) / requests)]);
        done += warmUps + requests;
      }
      await close();
    }
    sayTable('single commands, feeds running', ['command', 'callers', 'commands before', 'commands/s', 'p50 ms', 'p99 ms', 'CPU ms'], lines);
    sayLoad();
  });
}

/** The first inspections of the list, at a gateway or at `rounds`. */
export async function someInspections(ask: Asking['ask']): Promise<Inspection[]> {
  const { inspections } = await ask<{ inspections: { nodes: Inspection[] } }>('{ inspections(first: 100) { nodes { code enteredOn } } }');
  return inspections.nodes;
}

function recording(ask: Asking['ask'], inspections: readonly Inspection[], prefix: string): Ask {
  return (number) => ask(recordFindings, { rows: [findingOf(inspections, `${prefix}${number}`, number)] });
}

/** A row that states a finding of one of the inspections. */
export function findingOf(inspections: readonly Inspection[], code: string, number: number) {
  const { code: inspectionCode, enteredOn: foundOn } = inspectionFor(inspections, number);
  return { code, inspectionCode, discipline: 'WORK', theme: '作风建设', scope: 'INDIVIDUAL', immediate: false, foundOn, summary: '作风建设方面存在不规范问题' };
}

/** A row that states a clue of one of the inspections. */
export function clueOf(inspections: readonly Inspection[], code: string, number: number) {
  const { code: inspectionCode, enteredOn: foundOn } = inspectionFor(inspections, number);
  return { code, inspectionCode, foundOn, about: '反映有关人员涉嫌违纪违规的情况' };
}

/** Registers the clues first, by the prefix and a number; each is then transferred once. */
export async function transferring(ask: Asking['ask'], inspections: readonly Inspection[], { prefix, clues }: { prefix: string; clues: number }): Promise<Ask> {
  const rows = Array.from({ length: clues }, (_, number) => clueOf(inspections, `${prefix}${number}`, number));
  for (let start = 0; start < clues; start += 1_000) await ask(recordClues, { rows: rows.slice(start, start + 1_000) });
  return (number) => ask(transferClue, { clue: rows[number]?.code, on: rows[number]?.foundOn });
}

function inspectionFor(inspections: readonly Inspection[], number: number): Inspection {
  const inspection = inspections[number % inspections.length];
  if (!inspection) throw new Error('There is no inspection.');
  return inspection;
}
