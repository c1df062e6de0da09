import { fileURLToPath } from 'node:url';
import type { Fate } from './line.ts';
import { complaintsIn, useSession, watched, xunlian } from './session.ts';

const samples = fileURLToPath(new URL('../../../infra/samples', import.meta.url));
const session = useSession();

const confessions = 'code,office_code,received_on\r\n';
const lines = (count: number, line: (number: number) => string) => Array.from({ length: count }, (_, index) => line(index + 1)).join('');
const sent = (file: string) => session.line.recordings.filter((recording) => recording.file === file).map(({ rows }) => rows.length);

/** A county with confessions: their codes end on the number of their row, whose further cells can be given. */
function confessing(count: number, cellsOf = (office: string, _number: number) => `${office},2020-01-01`) {
  const { office, files } = session.county();
  return { office, files: { ...files, confessions: confessions + lines(count, (number) => `${office}-${number},${cellsOf(office, number)}\r\n`) } };
}

/** Imports and gives, as `total`, how many rows were created, updated, unchanged and rejected. */
async function importing(files: Readonly<Record<string, string>>) {
  const outcome = await xunlian('import', await session.write(files));
  return { code: outcome.code, complaints: complaintsIn(outcome), total: outcome.out.find((line) => line.startsWith('total'))?.split(/ +/).slice(1, 5).map(Number) };
}

describe('importing a bundle', () => {
  it('is summed up file by file, and waits for what other services were given, never for the service itself', async () => {
    const { code, out } = await xunlian('import', `${samples}/xinxian`);
    expect(code).toBe(0);
    expect(out[0]).toMatch(/^file +created +updated +unchanged +rejected +seconds$/);
    expect(out.at(-1)).toMatch(/^\d+ rows in \d+\.\d s \(\d+ rows\/s\), the figures included$/);
    const first = (file: string) => session.line.recordings.find((recording) => recording.file === file)?.after.replace(/@\w+/g, '');
    expect([first('offices'), first('people'), first('findings')]).toEqual(['', 'organizations', 'organizations,pools,rounds']);
  }, 60_000);
  it('accepts a byte-order mark, columns in any order and an absent optional column', async () => {
    const { office, files } = session.county();
    expect((await xunlian('import', await session.write({ ...files, divisions: `\ufefflevel,code,name\r\nCOUNTY,${office},某县\r\n` }))).code).toBe(0);
    expect((await session.recorded('divisions', office)).records).toEqual([{ code: office, name: '某县', level: 'COUNTY', parent: null }]);
  });
  it('sends at most 1,000 rows and 1 MB at a time', async () => {
    const { office, files } = confessing(2500);
    const campaigns = 'code,office_code,theme,starts_on\r\n' + lines(80, (number) => `${office}-${number},${office},${'题'.repeat(9000)},2020-01-01\r\n`);
    expect(await importing({ ...files, campaigns })).toMatchObject({ code: 0, total: [2582, 0, 0, 0] });
    expect(sent('confessions').sort()).toEqual([1000, 1000, 500]);
    expect(Math.max(...session.line.recordings.map(({ bytes }) => bytes))).toBeLessThan(1_010_000);
    expect((await session.recorded('campaigns', office)).total).toBe(80);
  }, 60_000);
  it('has four batches of a file under way at once, and no more', async () => {
    const { office, files } = confessing(5000);
    let under = 0;
    const { promise: four, resolve } = Promise.withResolvers<undefined>();
    session.line.fate = async ({ file }) => {
      if (file === 'confessions' && ++under === 4) resolve(undefined);
      return file === 'confessions' ? four.then(() => null) : null;
    };
    expect((await importing(files)).code).toBe(0);
    expect((await session.recorded('confessions', office)).total).toBe(5000);
    expect(session.line.busiest()).toBe(4);
  }, 60_000);
  it('shows how many rows of a file are done with, from batch to batch, up to all of them', async () => {
    const { files } = confessing(3500, (office, number) => `${number % 7 === 0 ? '999999' : office},${number % 5 === 0 ? '2020-02-30' : '2020-01-01'}`);
    const shown = await watched('import', await session.write(files));
    const counts = shown.flatMap((line) => /^confessions\.csv: (\d+) rows$/.exec(line)?.slice(1).map(Number) ?? []);
    expect(counts.length).toBeGreaterThanOrEqual(4);
    expect(counts).toEqual(counts.toSorted((one, other) => one - other));
    expect([counts.at(-1), shown.at(-1)]).toEqual([3500, 'waiting for the figures']);
  }, 60_000);
});

describe('the rows of a file, in whatever order', () => {
  /** A county with a round, a group and three people who may lead it; the first of them does. */
  async function led() {
    const { office, files } = session.county();
    const code = (name: string) => `${office}-${name}`;
    const assignments = (...rows: string[]) =>
      ({ assignments: `round_code,group_code,person_code,role\r\n${rows.map((row) => `${code('r1')},${code('g1')},${code(row)}\r\n`).join('')}` });
    await importing({
      ...files, groups: `code,office_code,name\r\n${code('g1')},${office},一组\r\n`,
      people: `code,name,office_code,employment,pools\r\n${['p1', 'p2', 'p3'].map((name) => `${code(name)},某人,${office},OTHER,LEADER\r\n`).join('')}`,
      rounds: `code,office_code,term,sequence,name,kind,starts_on\r\n${code('r1')},${office},1,1,一轮,REGULAR,2020-01-01\r\n`,
      ...assignments('p1,LEADER'),
    });
    const roles = async () => Object.fromEntries((await session.recorded('assignments', office)).records.map(({ person, role }) => [JSON.stringify(person), role]));
    return { code, assignments, roles, sentBefore: session.line.recordings.length, person: (name: string) => JSON.stringify({ code: code(name) }) };
  }

  it.each([[['p2,LEADER', 'p1,MEMBER']], [['p1,MEMBER', 'p2,LEADER']]])('hand on what only one may have: %j', async (rows) => {
    const { assignments, roles, person } = await led();
    expect(await importing(assignments(...rows))).toEqual({ code: 0, complaints: [], total: [1, 1, 7, 0] });
    expect(await roles()).toEqual({ [person('p1')]: 'MEMBER', [person('p2')]: 'LEADER' });
  });
  it('are refused for what stands against them in the end, once each, and the first of two comes first', async () => {
    const { assignments, roles, code, person, sentBefore } = await led();
    expect(await importing(assignments('p2,LEADER', 'p3,LEADER', 'p9,MEMBER', 'p1,MEMBER'))).toEqual({
      code: 1, total: [1, 1, 7, 2],
      complaints: [`assignments.csv:3:role: ${code('p2')} leads the group in this round.`, `assignments.csv:4:person_code: There is no person with the code ${code('p9')}.`],
    });
    expect(await roles()).toEqual({ [person('p1')]: 'MEMBER', [person('p2')]: 'LEADER' });
    expect(session.line.recordings.slice(sentBefore).filter(({ file }) => file === 'assignments').map(({ rows }) => rows.length)).toEqual([4, 3, 2]);
  });
  it('come first where they stand first, in whatever wave two can be recorded of which only one may be', async () => {
    const [county = '', city = '', province = ''] = [1, 2, 3].map(() => session.county().office);
    const round = (code: string, office: string, ledBy: string) => `${county}-${code},${office},1,1,一轮,REGULAR,2020-01-01,${ledBy && `${county}-${ledBy}`}\r\n`;
    expect(await importing({
      divisions: `code,name,level,parent_code\r\n${county},某县,COUNTY,${city}\r\n${city},某市,CITY,${province}\r\n${province},某省,PROVINCE,\r\n`,
      offices: `code,name\r\n${[county, city, province].map((office) => `${office},某办\r\n`).join('')}`,
      rounds: 'code,office_code,term,sequence,name,kind,starts_on,led_by_code\r\n'
        + round('first', county, 'city') + round('second', county, 'city') + round('city', city, 'province') + round('province', province, ''),
    })).toEqual({ code: 1, complaints: [`rounds.csv:3:sequence: The round ${county}-first has this number in the term.`], total: [9, 0, 0, 1] });
  });
  it('are sent once when none of them is recorded, however many they are', async () => {
    const count = 3500;
    const { complaints, total } = await importing({ divisions: `code,name,level,parent_code\r\n${lines(count, (number) => `${119_000_000_000 + number},某村,VILLAGE,999999\r\n`)}` });
    expect(complaints).toEqual(Array.from({ length: count }, (_, place) => `divisions.csv:${place + 2}:parent_code: There is no division with the code 999999.`));
    expect(total).toEqual([0, 0, 0, count]);
    expect(sent('divisions').sort()).toEqual([1000, 1000, 1000, 500]);
  });
  it('take a wave a level when each waits for the one behind it', async () => {
    const rows = lines(500, (number) => {
      const [province, city, county] = [0, 1, 2].map((place) => String(120_000 + 3 * number + place));
      const chain = [[`${county}001001`, 'VILLAGE', `${county}001`], [`${county}001`, 'TOWNSHIP', county], [county, 'COUNTY', city], [city, 'CITY', province], [province, 'PROVINCE', '']];
      return chain.map(([code, level, above]) => `${code},某地,${level},${above}\r\n`).join('');
    });
    expect(await importing({ divisions: `code,name,level,parent_code\r\n${rows}` })).toEqual({ code: 0, complaints: [], total: [2500, 0, 0, 0] });
    // Batches of the 2,500 rows, of the 2,000 without the provinces, and so on.
    expect(sent('divisions').length).toBeLessThanOrEqual(3 + 2 + 2 + 1 + 1);
  }, 60_000);
});

describe('importing from a system in trouble', () => {
  it('asks again while a service restarts or is behind', async () => {
    const troubles: Fate[] = [{ code: 'BEHIND', message: 'Ask again.' }, { code: 'UNAVAILABLE', message: 'Ask again.', status: 503 }, 'cut'];
    session.line.fate = () => troubles.shift() ?? null;
    const { office, files } = session.county();
    expect({ ...await importing(files), troubles }).toEqual({ code: 0, complaints: [], total: [2, 0, 0, 0], troubles: [] });
    expect((await session.recorded('offices', office)).total).toBe(1);
  });
  it('counts rows whose answer got lost as unchanged, once they are sent again', async () => {
    const { office, files } = confessing(9);
    session.line.fate = ({ file }) => (file === 'confessions' && sent('confessions').length === 0 ? 'cut the answer' : null);
    expect(await importing(files)).toEqual({ code: 0, complaints: [], total: [2, 0, 9, 0] });
    expect((await session.recorded('confessions', office)).total).toBe(9);
  });
  it('keeps the good rows of a batch that the graph refuses as a whole', async () => {
    const { office, files } = confessing(9);
    session.line.fate = ({ rows }) => {
      const bad = rows.findIndex(({ code }) => code === `${office}-5`);
      return bad === -1 ? null : { code: 'INVALID', message: 'receivedOn: not today.', at: `rows[${bad}].receivedOn` };
    };
    expect(await importing(files)).toEqual({ code: 1, complaints: ['confessions.csv:6:received_on: receivedOn: not today.'], total: [10, 0, 0, 1] });
    const { records } = await session.recorded('confessions', office);
    expect(records.map(({ code }) => code)).toEqual([1, 2, 3, 4, 6, 7, 8, 9].map((number) => `${office}-${number}`));
  });
  it('rejects the rows of a batch that fails for another reason, and goes on', async () => {
    const { office, files } = session.county();
    session.line.fate = ({ file }) => (file === 'divisions' ? { code: 'INTERNAL', message: 'Something went wrong here.' } : null);
    expect(await importing(files)).toMatchObject({
      code: 1, complaints: ['divisions.csv:2: Something went wrong here.', `offices.csv:2:code: There is no division with the code ${office}.`],
    });
  });
  it('is summed up though the figures do not catch up, and is not called complete', async () => {
    session.line.fate = ({ file, after }) => (file === '' && after !== '' ? { code: 'INTERNAL', message: 'Something went wrong here.' } : null);
    const { code, out, err } = await xunlian('import', await session.write(session.county().files));
    expect(code).toBe(1);
    expect(out.find((line) => line.startsWith('total'))).toMatch(/^total +2 +0 +0 +0 /);
    expect(out.at(-1)).toMatch(/^2 rows in \d+\.\d s \(\d+ rows\/s\)$/);
    expect(err.at(-1)).toBe('What is counted here is recorded, and the figures do not include it yet: Something went wrong here.');
  });
  it('says in one line that nothing answers', async () => {
    session.line.stop();
    const { code, out, err } = await xunlian('import', await session.write(session.county().files));
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([expect.stringMatching(/^The system does not answer at http:\/\/127\.0\.0\.1:\d+: the connection was refused\./)]);
  });
});
