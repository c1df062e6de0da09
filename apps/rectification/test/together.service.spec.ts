import { registrar, twoProcesses, type Processes } from '@xunlian/testing';
import { openStores } from '../src/context.ts';
import { told } from './told.ts';

let processes: Processes<ReturnType<typeof openStores>>;

beforeAll(async () => { processes = await twoProcesses('rectification', openStores, told); }, 60_000);
afterAll(() => processes?.stop());

const kinds = (process: 0 | 1) => processes.kinds[process] ?? never();
const request = { viewer: registrar, id: 'r' };
const check = { kind: 'LOOK_BACK', officeCode: '431302', targetOfficeCode: null, targetOrganizationCode: null, cross: null, startsOn: '2020-09-01', endsOn: null } as const;
const problem = { findingCode: null, aspect: null, listed: true, rectifiedOn: '2020-10-01' };

function never(): never {
  throw new Error('There are stores for every process.');
}

describe('A check that moves while its problems are recorded, by another process too,', () => {
  it('never begins after one of them was rectified', async () => {
    for (let wave = 0; wave < 3; wave += 1) {
      const codes = Array.from({ length: 6 }, (_, number) => `k${wave}-${number}`);
      await kinds(0).checks.as(request).record(codes.map((code) => ({ ...check, code })));
      await Promise.all(codes.map(async (code, number) => {
        const [moving, recording] = number % 2 === 0 ? [kinds(0), kinds(1)] : [kinds(1), kinds(0)];
        const [moved, recorded] = await Promise.all([
          moving.checks.as(request).record([{ ...check, code, startsOn: '2020-10-02' }]),
          recording.checkProblems.as(request).record([{ ...problem, code: `q${code}`, checkCode: code }]),
        ]);
        // Whichever is decided first, the other is refused.
        expect([moved[0]?.type, recorded[0]?.type].filter((type) => type === 'REJECTED')).toHaveLength(1);
      }));
    }
  }, 60_000);
});
