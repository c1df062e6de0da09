import { useSession, xunlian } from './session.ts';

const session = useSession();
const county = {
  divisions: 'code,name,level\r\n110000,某地,COUNTY\r\n', offices: 'code,name\r\n110000,某办\r\n', groups: 'code,office_code,name\r\ng1,110000,一组\r\n',
  people: `code,name,office_code,employment\r\n${['p1', 'p2', 'p3'].map((code) => `${code},某人,110000,OTHER\r\n`).join('')}`,
  rounds: 'code,office_code,term,sequence,name,kind,starts_on\r\nr1,110000,1,1,一轮,REGULAR,2020-01-01\r\n',
};
const assignments = (...rows: string[]) => ({ assignments: `round_code,group_code,person_code,role\r\n${rows.map((row) => `r1,g1,${row}\r\n`).join('')}` });
const roles = () => Object.fromEntries(session.graph.records('assignments').map(({ person, role }) => [JSON.stringify(person), role]));
const sent = (file: string) => session.graph.arrivals.filter((arrival) => arrival.file === file).map(({ rows }) => rows.length);
const divisions = (rows: readonly string[]) => ({ divisions: `code,name,level,parent_code\r\n${rows.join('')}` });

async function importing(files: Readonly<Record<string, string>>) {
  const { code, out } = await xunlian('import', await session.write(files));
  return { code, complaints: out.filter((line) => /^\w+\.csv:/.test(line)), total: out.find((line) => line.startsWith('total'))?.split(/ +/).slice(1, 5).map(Number) };
}

describe('the rows of a file, in whatever order', () => {
  beforeEach(async () => {
    session.graph.rule = (file, row, others) => {
      const leads = file === 'assignments' && row.role === 'LEADER' && others().some(({ role }) => role === 'LEADER');
      return leads ? { field: 'role', reason: 'Another one leads the group in this round.' } : null;
    };
    await importing({ ...county, ...assignments('p1,LEADER') });
    session.graph.arrivals.length = 0;
  });

  it.each([[['p2,LEADER', 'p1,MEMBER']], [['p1,MEMBER', 'p2,LEADER']]])('hand on what only one may have: %j', async (rows) => {
    expect(await importing(assignments(...rows))).toEqual({ code: 0, complaints: [], total: [1, 1, 7, 0] });
    expect(roles()).toEqual({ '{"code":"p1"}': 'MEMBER', '{"code":"p2"}': 'LEADER' });
  });
  it('are refused for what stands against them in the end, once each, and the first of two comes first', async () => {
    expect(await importing(assignments('p2,LEADER', 'p3,LEADER', 'p9,MEMBER', 'p1,MEMBER'))).toEqual({
      code: 1, total: [1, 1, 7, 2],
      complaints: ['assignments.csv:3:role: Another one leads the group in this round.', 'assignments.csv:4:person_code: There is no such people.'],
    });
    expect(roles()).toMatchObject({ '{"code":"p2"}': 'LEADER' });
    expect(sent('assignments')).toEqual([4, 3, 2]);
  });
  it('are sent once when none of them is recorded, however many they are', async () => {
    const rows = Array.from({ length: 3_500 }, (_, place) => `d${place},某地,VILLAGE,nowhere\r\n`);
    const { complaints, total } = await importing(divisions(rows));
    expect(complaints.map((line) => Number(line.split(':')[1]))).toEqual(rows.map((_, place) => place + 2));
    expect(total?.[3]).toBe(3_500);
    expect(sent('divisions').sort()).toEqual([1000, 1000, 1000, 500]);
  });
  it('take few requests when each waits for the one behind it', async () => {
    const rows = Array.from({ length: 2_500 }, (_, place) => `d${place},某地,VILLAGE,${place === 2_499 ? '' : `d${place + 1}`}\r\n`);
    expect(await importing(divisions(rows))).toMatchObject({ code: 0, complaints: [] });
    expect(session.graph.records('divisions')).toHaveLength(2_501);
    expect(sent('divisions').length).toBeLessThan(20);
  });
});
