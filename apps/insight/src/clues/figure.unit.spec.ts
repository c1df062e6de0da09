import { county, fact, figureAfter } from '../../test/happenings.ts';
import { clues } from './figure.ts';

const clue = (code: string, data: object) => fact('ClueRecorded', code, { foundOn: '2020-02-01', ...data });

describe('Clues', () => {
  it('are counted as found and as transferred, each by its own day', async () => {
    const facts = [clue('c1', { transferredOn: '2021-01-01' }), clue('c2', { foundOn: '2019-12-31', transferredOn: '2020-01-01' }), clue('c3', {})];
    expect(await figureAfter(clues, facts)).toMatchObject({ found: 2, transferred: 1 });
  });

  it('are opened and concluded only by the last day, of those transferred in the period', async () => {
    const facts = [
      clue('c1', { transferredOn: '2020-03-01', caseOpenedOn: '2020-12-31', concludedOn: '2021-01-01' }),
      clue('c2', { transferredOn: '2020-03-01', concludedOn: '2020-12-31' }),
      clue('c3', { transferredOn: '2019-03-01', caseOpenedOn: '2020-03-02', concludedOn: '2020-03-03' }),
      clue('c4', { transferredOn: '2020-12-31' }),
    ];
    expect(await figureAfter(clues, facts)).toMatchObject({
      transferred: 3, casesOpened: { part: 1, whole: 3, percent: 33.33 }, concluded: { part: 1, whole: 3, percent: 33.33 },
    });
  });

  it('are transferred by the fact that says so, which changes nothing else', async () => {
    const transferred = { type: 'ClueTransferred', code: 'c1', version: 2, data: { lineage: county, receiver: 'DISCIPLINE_ORGAN', transferredOn: '2020-03-01' } };
    expect(await figureAfter(clues, [clue('c1', { concludedOn: '2020-05-01' }), transferred])).toEqual({
      found: 1, transferred: 1, casesOpened: { part: 0, whole: 1, percent: 0 }, concluded: { part: 1, whole: 1, percent: 100 },
    });
  });

  it('have no percentage while none is transferred', async () => {
    expect(await figureAfter(clues, [])).toMatchObject({ concluded: { part: 0, whole: 0, percent: null } });
  });
});
