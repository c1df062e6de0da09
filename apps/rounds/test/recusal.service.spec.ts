import { publish } from '@xunlian/testing';
import { bulk, organization, outcomesOf, person, sibling, startRounds, workedAt } from './started.ts';

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

describe('A case that has begun', () => {
  it('is carried to its end although its organisation has moved and a tie was told of since', async () => {
    const assignment = { roundCode: 'r1', groupCode: 'gc2', personCode: 'p1', role: 'LEADER' };
    const begun = { ...inspection, code: 'i1', groupCode: 'gc2', organizationCode: 'c3' };
    expect(await record('Assignment', [assignment])).toEqual(['CREATED']);
    expect(await record('Inspection', [begun])).toEqual(['CREATED']);
    after = await publish(rounds.mongo, [{ ...organization('c3', sibling), version: 2 }, workedAt('p1', 'c3', null)]);
    expect(await record('Inspection', [{ ...begun, archivedOn: '2020-12-01' }])).toEqual(['UPDATED']);
    expect(await record('Inspection', [{ ...begun, archivedOn: '2020-12-01', groupCode: 'gc1' }])).toEqual(['INVALID organizationCode']);
    expect(await record('Round', [{ ...round, name: '另名' }])).toEqual(['UPDATED']);
    expect(await record('Assignment', [{ ...assignment, role: 'DEPUTY' }])).toEqual(['UPDATED']);
  });
});
