import { inspectionTopic, officeTopic } from '@xunlian/events';
import { twoProcesses, type Processes } from '@xunlian/harness';
import { registrar } from '@xunlian/testing';
import { openStores } from '../src/context.ts';

const lineage = ['430000', '431300', '431302'];
const told = [
  { topic: officeTopic, subject: '431302', data: { lineage } },
  { topic: inspectionTopic, subject: 'i1', data: { lineage, organizationCode: 'o1', roundCode: 'r1', preparedOn: null, enteredOn: null, fedBackOn: null } },
];
let processes: Processes<ReturnType<typeof openStores>>;

beforeAll(async () => { processes = await twoProcesses('findings', openStores, told); }, 60_000);
afterAll(() => processes?.stop());

const request = { viewer: registrar, id: 'r' };
const clue = { inspectionCode: 'i1', findingCode: null, foundOn: '2020-03-01', about: '反映有关情况', transferredOn: null, receiver: null, caseOpenedOn: null, concludedOn: null };
const outcome = { officeCode: '431302', personRef: '某人', person: 'a'.repeat(32), kind: 'ADMONITION', accountability: null, decidedOn: '2020-05-01' } as const;

describe('A clue that moves while its outcomes are recorded, by another process too,', () => {
  it('is never found after one of them was decided', async () => {
    for (let wave = 0; wave < 3; wave += 1) {
      const codes = Array.from({ length: 6 }, (_, number) => `c${wave}-${number}`);
      await processes.kinds(0).clues.as(request).record(codes.map((code) => ({ ...clue, code })));
      const outcomes = await processes.cross(
        codes,
        (kinds, code) => kinds.clues.as(request).record([{ ...clue, code, foundOn: '2020-05-02' }]),
        (kinds, code) => kinds.outcomes.as(request).record([{ ...outcome, code: `x${code}`, clueCode: code }]),
      );
      // Whichever is decided first, the other is refused.
      for (const both of outcomes) expect(both.filter((type) => type === 'REJECTED')).toHaveLength(1);
    }
  }, 60_000);
});
