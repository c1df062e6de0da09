import { fact, figureAfter } from '../../test/happenings.ts';
import { campaigns } from '../campaigns/figure.ts';
import { confessions } from '../confessions/figure.ts';
import { interviews } from '../interviews/figure.ts';
import { letters } from '../letters/figure.ts';
import { measures } from '../measures/figure.ts';
import { recoveredYuan } from '../recoveries/figure.ts';

const days = ['2019-12-31', '2020-01-01', '2020-12-31', '2021-01-01'];
const onEach = (type: string, column: string, data: object = {}) => days.map((on, place) => fact(type, `r${place}`, { ...data, [column]: on }));

describe('In a period, both days included, are counted', () => {
  it('interviews held', async () => {
    expect(await figureAfter(interviews, onEach('InterviewRecorded', 'heldOn', { person: 'a'.repeat(32) }))).toBe(2);
  });

  it('campaigns started', async () => {
    expect(await figureAfter(campaigns, onEach('CampaignRecorded', 'startsOn'))).toBe(2);
  });

  it('confessions received', async () => {
    expect(await figureAfter(confessions, onEach('ConfessionRecorded', 'receivedOn'))).toBe(2);
  });

  it('letters sent, by kind', async () => {
    const task = fact('LetterRecorded', 'l9', { kind: 'CIRCULAR', sentOn: '2020-05-01' });
    expect(await figureAfter(letters, [...onEach('LetterRecorded', 'sentOn', { kind: 'TASK' }), task])).toEqual([{ kind: 'CIRCULAR', count: 1 }, { kind: 'TASK', count: 2 }]);
  });

  it('measures adopted, by kind', async () => {
    expect(await figureAfter(measures, onEach('MeasureRecorded', 'adoptedOn', { kind: 'REGULATION' }))).toEqual([{ kind: 'REGULATION', count: 2 }]);
  });

  it('yuan recovered, exact to the fen', async () => {
    const facts = [0.1, 0.2, 123_456_789_012.34].map((amountYuan, place) => fact('RecoveryRecorded', `y${place}`, { amountYuan, recoveredOn: '2020-05-01' }));
    expect(await figureAfter(recoveredYuan, facts)).toBe(123_456_789_012.64);
    expect(await figureAfter(recoveredYuan, [])).toBe(0);
  });

  it('yuan recovered, to the nearest number there is, where fen outgrow what is exact', async () => {
    const facts = [...Array.from({ length: 9_777 }, () => 9_999_999_999.97), ...Array.from({ length: 333 }, () => 0.1)]
      .map((amountYuan, place) => fact('RecoveryRecorded', `y${place}`, { amountYuan, recoveredOn: '2020-05-01' }));
    expect(await figureAfter(recoveredYuan, facts)).toBe(97_769_999_999_739.99);
  });

  it('yuan recovered, however many of the largest amounts that a row keeps', async () => {
    const facts = Array.from({ length: 500 }, (_, place) => fact('RecoveryRecorded', `y${place}`, { amountYuan: 9e15, recoveredOn: '2020-05-01' }));
    expect(await figureAfter(recoveredYuan, facts)).toBe(4.5e18);
  });
});
