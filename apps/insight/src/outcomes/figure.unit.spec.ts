import { fact, figureAfter } from '../../test/happenings.ts';
import { accountability, outcomes } from './figure.ts';

const outcome = (code: string, person: string, data: object) =>
  fact('OutcomeRecorded', code, { person: person.repeat(32), kind: 'SANCTION', decidedOn: '2020-05-01', ...data });

describe('Outcomes', () => {
  it('count distinct people by kind: the same person once for each kind', async () => {
    const facts = [outcome('d1', 'a', {}), outcome('d2', 'a', {}), outcome('d3', 'a', { kind: 'DISMISSAL' }), outcome('d4', 'f', {}), outcome('d5', 'c', { decidedOn: '2021-01-01' })];
    expect(await figureAfter(outcomes, facts)).toEqual([{ kind: 'DISMISSAL', people: 1 }, { kind: 'SANCTION', people: 2 }]);
  });

  it('are without people held to account, who are counted by themselves', async () => {
    const facts = [outcome('d1', 'a', { accountability: true }), outcome('d2', 'b', { accountability: false }), outcome('d3', 'c', { kind: 'TALK', accountability: true }), outcome('d4', 'd', {})];
    expect(await figureAfter(outcomes, facts)).toEqual([{ kind: 'SANCTION', people: 2 }]);
    expect(await figureAfter(accountability, facts)).toEqual([{ kind: 'SANCTION', people: 1 }, { kind: 'TALK', people: 1 }]);
  });
});
