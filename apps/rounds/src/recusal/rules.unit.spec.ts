import { dutyDay, holdsOn, mustRecuse, recusalKey, recusalPlaces, type Tie } from './rules.ts';

const tie = (kind: Tie['kind'], untilOn: string | null): Tie => ({ organizationCode: 'o1', kind, untilOn });
const round = { startsOn: '2020-04-01' };
const duty = { organizationCode: 'o1', preparedOn: '2020-03-20', enteredOn: '2020-04-07' };

describe('A tie', () => {
  it.each(['WORKED_AT', 'NATIVE_PLACE', 'RELATIVE'] as const)('of kind %s without a last day calls for recusal at any time', (kind) =>
    expect(holdsOn(tie(kind, null), '2099-12-31')).toBe(true));
  it('to a former workplace calls for recusal until the day three years later', () => {
    expect(holdsOn(tie('WORKED_AT', '2017-04-07'), '2020-04-07')).toBe(true);
    expect(holdsOn(tie('WORKED_AT', '2017-04-07'), '2020-04-08')).toBe(false);
  });
  it('to a workplace left on 29 February ends three years later on the 28th', () => {
    expect(holdsOn(tie('WORKED_AT', '2016-02-29'), '2019-02-28')).toBe(true);
    expect(holdsOn(tie('WORKED_AT', '2016-02-29'), '2019-03-01')).toBe(false);
  });
  it.each(['NATIVE_PLACE', 'RELATIVE'] as const)('of kind %s calls for recusal until its last day', (kind) => {
    expect(holdsOn(tie(kind, '2020-04-07'), '2020-04-07')).toBe(true);
    expect(holdsOn(tie(kind, '2020-04-07'), '2020-04-08')).toBe(false);
  });
});

describe('An inspection', () => {
  it('asks about ties on the day of entry, else of preparation, else on the first of the round', () => {
    expect(dutyDay(duty, round)).toBe('2020-04-07');
    expect(dutyDay({ ...duty, enteredOn: null }, round)).toBe('2020-03-20');
    expect(dutyDay({ ...duty, enteredOn: null, preparedOn: null }, round)).toBe('2020-04-01');
  });
  it('bars who has one tie to its organisation that holds', () => {
    const over = tie('RELATIVE', '2001-01-01');
    expect(mustRecuse([over, tie('RELATIVE', null)], duty, round)).toBe(true);
    expect(mustRecuse([over, { ...tie('RELATIVE', null), organizationCode: 'o2' }], duty, round)).toBe(false);
    expect(mustRecuse([], duty, round)).toBe(false);
  });
  it('shares a key with the people of its group in its round, and the key tells both', () => {
    const place = { roundCode: 'r-1.2', groupCode: 'g_1' };
    expect(recusalPlaces(['round/r-1.2', recusalKey(place), 'regular/o1~430000~5'])).toEqual([place]);
  });
});
