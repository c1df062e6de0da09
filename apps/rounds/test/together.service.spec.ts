import { twoProcesses, type Processes } from '@xunlian/harness';
import { registrar } from '@xunlian/testing';
import fc from 'fast-check';
import { openStores } from '../src/context.ts';
import { mustRecuse, type Tie } from '../src/recusal/rules.ts';
import { city, group, office, organization, person, workedAt } from './started.ts';

const [groups, people, organizations] = [['g1', 'g2'], ['p1', 'p2', 'p3', 'p4'], ['o1', 'o2', 'o3']];
/** The tie of p1 is for good, those of p2 and p3 end with 2021, p4 has none. */
const ties: Record<string, Tie[]> = {
  p1: [{ organizationCode: 'o1', kind: 'WORKED_AT', untilOn: null }],
  p2: [{ organizationCode: 'o2', kind: 'WORKED_AT', untilOn: '2018-12-31' }],
  p3: [{ organizationCode: 'o2', kind: 'WORKED_AT', untilOn: '2018-12-31' }],
};
const day = fc.constantFrom('2021-12-30', '2021-12-31', '2022-01-01');
const assigning = fc.record({ type: fc.constant('assign' as const), groupCode: fc.constantFrom(...groups), personCode: fc.constantFrom(...people), role: fc.constantFrom('LEADER' as const, 'MEMBER' as const) });
const inspecting = fc.record({
  type: fc.constant('inspect' as const), name: fc.constantFrom('a', 'b', 'c'), groupCode: fc.constantFrom(...groups), organizationCode: fc.constantFrom(...organizations),
  mode: fc.constantFrom('REGULAR' as const, 'SPECIAL' as const), enteredOn: fc.option(day, { freq: 2 }),
});
const moving = fc.record({ type: fc.constant('move' as const), startsOn: day, endsOn: fc.option(day) });
const commands = fc.array(fc.oneof({ weight: 4, arbitrary: assigning }, { weight: 4, arbitrary: inspecting }, { weight: 2, arbitrary: moving }), { minLength: 6, maxLength: 30 });
/** A piece of what each rule says when it refuses. */
const everyRule = ['leads the group', 'has a duty in the group', 'which the group inspects', 'who is authorised for this group', 'regular inspection of this term', 'was entered on'];
type Command = typeof commands extends fc.Arbitrary<(infer One)[]> ? One : never;

let processes: Processes<ReturnType<typeof openStores>>;

beforeAll(async () => {
  processes = await twoProcesses('rounds', openStores, [
    office(city), ...groups.map((code) => group(code, city)), ...organizations.map((code) => organization(code, city)), ...people.map((code) => person(code, 'LEADER')),
    ...Object.entries(ties).flatMap(([code, theirs]) => theirs.map((tie) => workedAt(code, tie.organizationCode, tie.untilOn))),
  ]);
}, 60_000);
afterAll(() => processes?.stop());
const request = { viewer: registrar, id: 'r' };
const kinds = (index: number) => processes.kinds(index);

function never(): never {
  throw new Error('The round was recorded before.');
}

const absent = { elevated: null, cross: null, extendedFromCode: null, preparedOn: null, reportedOn: null, fedBackOn: null, transferredOn: null, archivedOn: null };

function carryOut(command: Command, term: number, index: number) {
  const roundCode = `r${term}`;
  if (command.type === 'move') return kinds(index).rounds.as(request).record([{ ...round(term, command.startsOn), endsOn: command.endsOn }]);
  if (command.type === 'assign') {
    const { type: _, ...row } = command;
    return kinds(index).assignments.as(request).record([{ ...row, roundCode, code: `${roundCode}~${row.groupCode}~${row.personCode}` }]);
  }
  const { type: _, name, ...row } = command;
  return kinds(index).inspections.as(request).record([{ ...absent, ...row, roundCode, code: `${roundCode}-${row.organizationCode}${name}` }]);
}
const round = (term: number, startsOn: string) =>
  ({ code: `r${term}`, officeCode: '4313', term, sequence: 1, name: '轮', kind: 'REGULAR' as const, ledByCode: null, startsOn, endsOn: null });

async function whatIsThere(term: number) {
  const one = kinds(0);
  const inspections = (await one.inspections.as(request).pageBy('roundCode', `r${term}`, 1_000)).entries.map(({ row }) => row);
  const assignments = (await one.assignments.as(request).pageBy('roundCode', `r${term}`, 1_000)).entries.map(({ row }) => row);
  return { round: (await one.rounds.as(request).find(`r${term}`)) ?? never(), inspections, assignments };
}

describe('Commands that arrive together, in any order and at several processes,', () => {
  it('never leave a tie inside a group, two leaders of one, a person in two groups, two regular inspections in a term or an entry before or after the round', async () => {
    let term = 0;
    const met = new Set<string>();
    const hold = (numRuns: number) => fc.assert(fc.asyncProperty(commands, async (given) => {
      const thisTerm = (term += 1);
      await kinds(0).rounds.as(request).record([round(thisTerm, '2021-12-30')]);
      // Two waves: what comes first in one is chance, and the second meets what the first has left.
      for (const wave of [given.slice(0, given.length / 2), given.slice(given.length / 2)]) {
        const answers = await Promise.all(wave.map((command, index) => carryOut(command, thisTerm, index)));
        for (const outcome of answers.flat()) if (outcome.type === 'REJECTED') met.add(outcome.refusal.message);
      }
      const { round: now, inspections, assignments } = await whatIsThere(thisTerm);
      const together = inspections.flatMap((inspection) => assignments.filter(({ groupCode }) => groupCode === inspection.groupCode).map(({ personCode }) => ({ inspection, personCode })));
      expect(together.filter(({ inspection, personCode }) => mustRecuse(ties[personCode] ?? [], inspection, now))).toEqual([]);
      expect(assignments.filter(({ role, groupCode }) => role === 'LEADER' && groupCode === 'g1').length).toBeLessThan(2);
      expect(assignments.filter(({ role, groupCode }) => role === 'LEADER' && groupCode === 'g2').length).toBeLessThan(2);
      expect(assignments).toHaveLength(new Set(assignments.map(({ personCode }) => personCode)).size);
      const regular = inspections.filter(({ mode }) => mode === 'REGULAR').map(({ organizationCode }) => organizationCode);
      expect(regular).toHaveLength(new Set(regular).size);
      expect(inspections.filter(({ enteredOn }) => enteredOn !== null && (enteredOn < now.startsOn || enteredOn > (now.endsOn ?? enteredOn)))).toEqual([]);
    }), { numRuns });
    await hold(30);
    // Goes on until each of the rules was met, so that the commands did get in each other's way.
    while (everyRule.some((rule) => ![...met].some((message) => message.includes(rule)))) await hold(10);
  }, 120_000);

  it('never make two inspections go on from each other', async () => {
    const row = { ...absent, roundCode: 'r1000', groupCode: 'g1', organizationCode: 'o3', mode: 'SPECIAL' as const, enteredOn: null };
    const pairs = Array.from({ length: 20 }, (_, index) => [`a${index}`, `b${index}`]);
    await kinds(0).rounds.as(request).record([round(1_000, '2021-12-30')]);
    await kinds(0).inspections.as(request).record(pairs.flat().map((code) => ({ ...row, code })));
    const answers = await Promise.all(pairs.flatMap(([one = '', other = ''], index) => [
      kinds(0).inspections.as(request).record([{ ...row, code: one, extendedFromCode: other }]),
      kinds(index).inspections.as(request).record([{ ...row, code: other, extendedFromCode: one }]),
    ]));
    expect(answers.flat().filter(({ type }) => type === 'UPDATED')).toHaveLength(pairs.length);
    const { inspections } = await whatIsThere(1_000);
    expect(inspections.filter(({ extendedFromCode }) => extendedFromCode !== null)).toHaveLength(pairs.length);
  });
});
