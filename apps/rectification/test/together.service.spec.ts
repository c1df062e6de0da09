import { twoProcesses, type Processes } from '@xunlian/harness';
import { registrar } from '@xunlian/testing';
import { openStores } from '../src/context.ts';
import { told } from './told.ts';

let processes: Processes<ReturnType<typeof openStores>>;

beforeAll(async () => { processes = await twoProcesses('rectification', openStores, told); }, 60_000);
afterAll(() => processes?.stop());

const request = { viewer: registrar, id: 'r' };
const check = { kind: 'LOOK_BACK', officeCode: '431302', targetOfficeCode: null, targetOrganizationCode: null, cross: null, startsOn: '2020-09-01', endsOn: null } as const;
const problem = { findingCode: null, aspect: null, listed: true, rectifiedOn: '2020-10-01' };

describe('A check that moves while its problems are recorded, by another process too,', () => {
  it('never begins after one of them was rectified', async () => {
    for (let wave = 0; wave < 3; wave += 1) {
      const codes = Array.from({ length: 6 }, (_, number) => `k${wave}-${number}`);
      await processes.kinds(0).checks.as(request).record(codes.map((code) => ({ ...check, code })));
      const outcomes = await processes.cross(
        codes,
        (kinds, code) => kinds.checks.as(request).record([{ ...check, code, startsOn: '2020-10-02' }]),
        (kinds, code) => kinds.checkProblems.as(request).record([{ ...problem, code: `q${code}`, checkCode: code }]),
      );
      // Whichever is decided first, the other is refused.
      for (const both of outcomes) expect(both.filter((type) => type === 'REJECTED')).toHaveLength(1);
    }
  }, 60_000);
});
