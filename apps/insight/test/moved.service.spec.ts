import { checks } from '../src/checks/figure.ts';
import { confessions } from '../src/confessions/figure.ts';
import type { Figure } from '../src/figures/figure.ts';
import { figuresOver } from '../src/figures/loader.ts';
import { outcomes } from '../src/outcomes/figure.ts';
import { petitions } from '../src/petitions/figure.ts';
import type { Rows } from '../src/rows/file.ts';
import { county, fact, hear, rowsOf, sibling } from './happenings.ts';

let rows: Rows;
afterEach(() => rows.close());

/** The figures of the county and of its sibling before a fact and after it. */
async function movedBy<Answer>(figure: Figure<Answer>, before: Parameters<typeof fact>[], [type, code, data]: Parameters<typeof fact>) {
  const ask = () => Promise.all([county, sibling].map((lineage) =>
    figuresOver(rows.ask).load({ lineage, scope: 'OWN', from: '2020-01-01', to: '2020-12-31' }, figure)));
  rows = await rowsOf(...before.map((one) => fact(...one)));
  const first = await ask();
  await hear(rows, [{ ...fact(type, code, data), version: 2 }]);
  return [first, await ask()];
}

describe('What is recorded anew for another office counts there, and no longer where it was:', () => {
  it('a confession', async () => {
    expect(await movedBy(confessions, [['ConfessionRecorded', 'z1', { receivedOn: '2020-05-01' }]], ['ConfessionRecorded', 'z1', { lineage: sibling, receivedOn: '2020-05-01' }]))
      .toEqual([[1, 0], [0, 1]]);
  });

  it('an outcome', async () => {
    const outcome = { person: 'a'.repeat(32), kind: 'SANCTION', decidedOn: '2020-05-01' };
    const one = [{ kind: 'SANCTION', people: 1 }];
    expect(await movedBy(outcomes, [['OutcomeRecorded', 'x1', outcome]], ['OutcomeRecorded', 'x1', { ...outcome, lineage: sibling }])).toEqual([[one, []], [[], one]]);
  });

  it('a petition, with its inspection', async () => {
    const petition = { channel: 'LETTER', receivedOn: '2020-05-01' };
    const [one, none] = [{ total: 1, byChannel: [{ channel: 'LETTER', count: 1 }] }, { total: 0, byChannel: [] }];
    expect(await movedBy(petitions, [['PetitionRecorded', 'p1', petition]], ['PetitionRecorded', 'p1', { ...petition, lineage: sibling, inspectionCode: 'i2' }]))
      .toEqual([[one, none], [none, one]]);
  });

  it('a problem of a check, with the check that found it', async () => {
    const check = { kind: 'LOOK_BACK', startsOn: '2020-05-01' };
    const problems: Figure<number[]> = { ...checks, answer: (lines) => checks.answer(lines).map((figure) => figure.problems) };
    const before: Parameters<typeof fact>[] = [
      ['CheckRecorded', 'k1', check], ['CheckRecorded', 'k2', { ...check, lineage: sibling }], ['CheckProblemRecorded', 'q1', { checkCode: 'k1' }],
    ];
    expect(await movedBy(problems, before, ['CheckProblemRecorded', 'q1', { checkCode: 'k2', lineage: sibling }])).toEqual([[[1], [0]], [[0], [1]]]);
  });
});
