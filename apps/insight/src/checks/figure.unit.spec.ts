import { fact, figureAfter } from '../../test/happenings.ts';
import { checks } from './figure.ts';

const check = (code: string, kind: string, startsOn = '2020-05-01') => fact('CheckRecorded', code, { kind, startsOn });
const problem = (code: string, checkCode: string, data: object = {}) => fact('CheckProblemRecorded', code, { checkCode, ...data });

describe('Checks', () => {
  it('tell unrectified from fresh problems, and rectified from listed ones', async () => {
    const facts = [
      check('k1', 'GUIDANCE'),
      problem('q1', 'k1', { findingCode: 'f1', listed: true, rectifiedOn: '2020-12-31' }),
      problem('q2', 'k1', { listed: true, rectifiedOn: '2021-01-01' }),
      problem('q3', 'k1', { listed: false, rectifiedOn: '2020-06-01' }),
    ];
    expect(await figureAfter(checks, facts)).toEqual([{ kind: 'GUIDANCE', problems: 3, unrectified: 1, fresh: 2, listed: { part: 1, whole: 2, percent: 50 } }]);
  });

  it('are there by kind even without a problem, in alphabetical order', async () => {
    const facts = [check('k1', 'RECTIFICATION_CHECK'), check('k2', 'LOOK_BACK'), problem('q1', 'k1')];
    expect(await figureAfter(checks, facts)).toMatchObject([{ kind: 'LOOK_BACK', problems: 0, listed: { percent: null } }, { kind: 'RECTIFICATION_CHECK', problems: 1 }]);
  });

  it('count only when they start in the period', async () => {
    expect(await figureAfter(checks, [check('k1', 'LOOK_BACK', '2021-01-01'), problem('q1', 'k1')])).toEqual([]);
  });
});
