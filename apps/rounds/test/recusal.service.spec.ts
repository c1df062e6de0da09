import { publish } from '@xunlian/testing';
import { bulk, outcomesOf, person, startRounds, workedAt } from './started.ts';

const round = { code: 'r1', officeCode: '4313', term: 5, sequence: 1, name: '第1轮', kind: 'REGULAR', startsOn: '2020-04-01' };
const inspection = { roundCode: 'r1', groupCode: 'gc1', mode: 'REGULAR', enteredOn: '2020-04-07' };

let rounds: Awaited<ReturnType<typeof startRounds>>;
let after: string;
beforeAll(async () => {
  rounds = await startRounds();
  after = await publish(rounds.mongo, [person('001', 'TALENT'), workedAt('001', 'c2', null)]);
  await record('Round', [round]);
}, 60_000);
afterAll(() => rounds.stop());

const record = async (kind: string, rows: object[]) => outcomesOf(await rounds.ask(bulk(kind), { rows }, { after }), `record${kind}s`);

describe('Recusal', () => {
  it('is asked of a member whose code an inspection of the same bundle has', async () => {
    expect(await record('Assignment', [{ roundCode: 'r1', groupCode: 'gc1', personCode: '001', role: 'MEMBER' }])).toEqual(['CREATED']);
    expect(await record('Inspection', [{ ...inspection, code: '001', organizationCode: 'c1' }, { ...inspection, code: '002', organizationCode: 'c2' }]))
      .toEqual(['CREATED', 'CONFLICT groupCode']);
  });
});
