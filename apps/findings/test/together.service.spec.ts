import { inspectionTopic, officeTopic } from '@xunlian/events';
import { registrar, twoProcesses, type Processes } from '@xunlian/testing';
import { openStores } from '../src/context.ts';

const lineage = ['430000', '431300', '431302'];
const told = [
  { topic: officeTopic, subject: '431302', data: { lineage } },
  { topic: inspectionTopic, subject: 'i1', data: { lineage, organizationCode: 'o1', roundCode: 'r1', preparedOn: null, enteredOn: null, fedBackOn: null } },
];
let processes: Processes<ReturnType<typeof openStores>>;

beforeAll(async () => { processes = await twoProcesses('findings', openStores, told); }, 60_000);
afterAll(() => processes?.stop());

const kinds = (process: 0 | 1) => processes.kinds[process] ?? never();
const request = { viewer: registrar, id: 'r' };
const clue = { inspectionCode: 'i1', findingCode: null, foundOn: '2020-03-01', about: '反映有关情况', transferredOn: null, receiver: null, caseOpenedOn: null, concludedOn: null };
const outcome = { officeCode: '431302', personRef: '某人', person: 'a'.repeat(32), kind: 'ADMONITION', accountability: null, decidedOn: '2020-05-01' } as const;

function never(): never {
  throw new Error('There are stores for every process.');
}

describe('A clue that moves while its outcomes are recorded, by another process too,', () => {
  it('is never found after one of them was decided', async () => {
    for (let wave = 0; wave < 3; wave += 1) {
      const codes = Array.from({ length: 6 }, (_, number) => `c${wave}-${number}`);
      await kinds(0).clues.as(request).record(codes.map((code) => ({ ...clue, code })));
      await Promise.all(codes.map(async (code, number) => {
        const [moving, recording] = number % 2 === 0 ? [kinds(0), kinds(1)] : [kinds(1), kinds(0)];
        const [moved, recorded] = await Promise.all([
          moving.clues.as(request).record([{ ...clue, code, foundOn: '2020-05-02' }]),
          recording.outcomes.as(request).record([{ ...outcome, code: `x${code}`, clueCode: code }]),
        ]);
        // Whichever is decided first, the other is refused.
        expect([moved[0]?.type, recorded[0]?.type].filter((type) => type === 'REJECTED')).toHaveLength(1);
      }));
    }
  }, 60_000);
});
