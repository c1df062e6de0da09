import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from '@xunlian/interchange';
import { useSession, watched, xunlian } from './session.ts';

const samples = fileURLToPath(new URL('../../../infra/samples', import.meta.url));
const session = useSession();

const division = (code: string, parent = '') => `${code},某地,COUNTY,${parent}\r\n`;
const divisions = 'code,name,level,parent_code\r\n';
const confessions = 'code,office_code,received_on\r\n';
const base = { divisions: `${divisions}${division('110000')}`, offices: 'code,name\r\n110000,某办\r\n' };
const lines = (count: number, line: (number: number) => string) => Array.from({ length: count }, (_, index) => line(index + 1)).join('');

describe('importing a bundle', () => {
  it.each(['loudi', 'xinxian'])('records every row of the sample %s and is content', async (sample) => {
    const { code, out } = await xunlian('import', `${samples}/${sample}`);
    expect(code).toBe(0);
    for (const { file } of format) {
      const text = await readFile(`${samples}/${sample}/${file}.csv`, 'utf8').catch(() => '');
      expect(session.graph.records(file)).toHaveLength(Math.max(0, text.trim().split('\r\n').length - 1));
    }
    expect(out[0]).toMatch(/^file +created +updated +unchanged +rejected +seconds$/);
    expect(out.at(-1)).toMatch(/^\d+ rows in \d+\.\d s \(\d+ rows\/s\), the figures included$/);
  });
  it('changes nothing when it is run again', async () => {
    await xunlian('import', `${samples}/xinxian`);
    const { code, out } = await xunlian('import', `${samples}/xinxian`);
    expect(code).toBe(0);
    expect(out.find((line) => line.startsWith('total'))).toMatch(/^total +0 +0 +\d+ +0 /);
  });
  it('accepts a byte-order mark, columns in any order and an absent optional column', async () => {
    const folder = await session.write({ divisions: '\ufefflevel,code,name\r\nPROVINCE,110000,北京\r\n' });
    expect((await xunlian('import', folder)).code).toBe(0);
    expect(session.graph.records('divisions')).toEqual([{ code: '110000', name: '北京', level: 'PROVINCE', parent: null }]);
  });
  it('sends at most 1,000 rows and 1 MB at a time, and at most four such batches at once', async () => {
    const folder = await session.write({
      ...base, confessions: confessions + lines(3500, (number) => `c${number},110000,2020-01-01\r\n`),
      campaigns: 'code,office_code,theme,starts_on\r\n' + lines(150, (number) => `a${number},110000,${'题'.repeat(9000)},2020-01-01\r\n`),
    });
    expect((await xunlian('import', folder)).code).toBe(0);
    const sizes = session.graph.arrivals.filter(({ file }) => file === 'confessions').map(({ rows }) => rows.length);
    expect(sizes.sort()).toEqual([1000, 1000, 1000, 500]);
    expect(Math.max(...session.graph.arrivals.map(({ bytes }) => bytes))).toBeLessThan(1_010_000);
    expect(session.graph.records('campaigns')).toHaveLength(150);
    expect(session.graph.busiest()).toBeGreaterThan(1);
    expect(session.graph.busiest()).toBeLessThanOrEqual(4);
  });
  it('waits for what other services were given, never for the service itself', async () => {
    await xunlian('import', `${samples}/xinxian`);
    const first = (file: string) => session.graph.arrivals.find((arrival) => arrival.file === file)?.after.replace(/@\w+/g, '');
    expect(first('offices')).toBe('');
    expect(first('people')).toBe('organizations');
    expect(first('findings')).toBe('organizations,pools,rounds');
  });
  it('records rows that come before the row of the same file they refer to', async () => {
    const rows = lines(2200, (number) => division(`d${number}`, number % 5 === 0 ? '' : `d${number + 1}`));
    expect((await xunlian('import', await session.write({ divisions: divisions + rows }))).code).toBe(0);
    expect(session.graph.records('divisions')).toHaveLength(2200);
  });
  it('shows how many rows of a file are done with, from batch to batch, up to all of them', async () => {
    const rows = lines(3500, (number) => `c${number},${number % 7 === 0 ? '999999' : '110000'},${number % 5 === 0 ? '2020-02-30' : '2020-01-01'}\r\n`);
    const shown = await watched('import', await session.write({ ...base, confessions: confessions + rows }));
    const counts = shown.flatMap((line) => /^confessions\.csv: (\d+) rows$/.exec(line)?.slice(1).map(Number) ?? []);
    expect(counts.length).toBeGreaterThanOrEqual(4);
    expect(counts).toEqual(counts.toSorted((one, other) => one - other));
    expect([counts.at(-1), shown.at(-1)]).toEqual([3500, 'waiting for the figures']);
  });
  it('rejects rows whose reference within the file leads nowhere, after the others are recorded', async () => {
    const { code, out } = await xunlian('import', await session.write({ divisions: divisions + division('b', 'a') + division('x', 'nowhere') + division('y', 'x') + division('a') }));
    expect(out.slice(0, 2)).toEqual(['divisions.csv:3:parent_code: There is no such divisions.', 'divisions.csv:4:parent_code: There is no such divisions.']);
    expect(code).toBe(1);
    expect(session.graph.records('divisions')).toHaveLength(2);
  });
});

describe('importing from a system in trouble', () => {
  it('asks again while a service restarts or is behind', async () => {
    let refusals = 0;
    session.graph.trouble = () => {
      refusals += 1;
      if (refusals > 3) return null;
      return refusals % 3 === 0 ? 'hang up' : { code: refusals % 3 === 1 ? 'BEHIND' : 'UNAVAILABLE', message: 'Ask again.', status: 503 };
    };
    expect((await xunlian('import', await session.write(base))).code).toBe(0);
    expect(session.graph.records('offices')).toHaveLength(1);
  });
  it('keeps the good rows of a batch that the graph refuses as a whole', async () => {
    session.graph.trouble = ({ rows }) => {
      const bad = rows.findIndex(({ code }) => code === 'c5');
      return bad === -1 ? null : { code: 'INVALID', message: 'receivedOn: not today.', at: `rows[${bad}].receivedOn` };
    };
    const { code, out } = await xunlian('import', await session.write({ ...base, confessions: confessions + lines(9, (number) => `c${number},110000,2020-01-01\r\n`) }));
    expect(out[0]).toBe('confessions.csv:6:received_on: receivedOn: not today.');
    expect(code).toBe(1);
    expect(session.graph.records('confessions')).toHaveLength(8);
  });
  it('rejects the rows of a batch that fails for another reason, and goes on', async () => {
    session.graph.trouble = ({ file }) => (file === 'divisions' ? { code: 'INTERNAL', message: 'Something went wrong here.' } : null);
    const { code, out } = await xunlian('import', await session.write({ divisions: divisions + division('a'), offices: base.offices }));
    expect(out.slice(0, 2)).toEqual(['divisions.csv:2: Something went wrong here.', 'offices.csv:2:code: There is no such divisions.']);
    expect(code).toBe(1);
  });
  it('says in one line that nothing answers', async () => {
    await session.graph.stop();
    const { code, out, err } = await xunlian('import', await session.write(base));
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([expect.stringMatching(/^The system does not answer at http:\/\/127\.0\.0\.1:\d+: the connection was refused\./)]);
  });
});
