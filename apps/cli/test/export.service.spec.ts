import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { useSession, xunlian } from './session.ts';

const samples = fileURLToPath(new URL('../../../infra/samples', import.meta.url));
const session = useSession();

async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)));
}

/** Imports these rows of an office of its own, and gives its code and what an export of it holds. */
async function passing(rowsOf: (office: string) => Readonly<Record<string, string>>) {
  const { office, files } = session.county();
  expect(await xunlian('import', await session.write({ ...files, ...rowsOf(office) }))).toMatchObject({ code: 0 });
  expect(await xunlian('export', join(session.folder, 'out'), '--office', office)).toMatchObject({ code: 0 });
  return contents(join(session.folder, 'out'));
}

describe('exporting', () => {
  it('gives the rows of the samples back as they were', async () => {
    await xunlian('import', `${samples}/xinxian`);
    await xunlian('export', join(session.folder, 'out'), '--office', '410000');
    // The order of values within a cell is of no account.
    const lines = (text: string) => text.split('\r\n').map((line) => line.split(',').map((cell) => cell.split(';').sort().join(';')).join(',')).sort();
    const [given, written] = [await contents(`${samples}/xinxian`), await contents(join(session.folder, 'out'))];
    const files = Object.keys(given).filter((name) => name.endsWith('.csv'));
    for (const name of files) expect(lines(written[name] ?? '')).toEqual(lines(given[name] ?? ''));
    expect(Object.keys(written)).toEqual([...files, 'export.json'].sort());
  }, 60_000);
  it('brings along what the records refer to elsewhere, and the divisions and offices above', async () => {
    await xunlian('import', `${samples}/loudi`);
    await xunlian('export', join(session.folder, 'out'), '--office', '431302');
    const written = await contents(join(session.folder, 'out'));
    expect(written['divisions.csv']).toBe('code,name,level,parent_code\r\n431302,娄星区,COUNTY,431300\r\n430000,湖南省,PROVINCE,\r\n431300,娄底市,CITY,430000\r\n');
    expect(written['offices.csv']?.split('\r\n')).toHaveLength(5);
  }, 60_000);
  it('gives a text of several lines back whole, whatever ends its lines', async () => {
    const themes = ['一\n二', '一\r二', '一\r\n二', '\n', '"一", 二;三 '].map((theme) => `"a${theme.replaceAll('"', '""')}"`);
    const rows = (office: string) => themes.map((theme, place) => `${office}-${place},${office},${theme},2020-01-01\r\n`).join('');
    await passing((office) => ({ campaigns: `code,office_code,theme,starts_on\r\n${rows(office)}` }));
    const { out } = await xunlian('import', join(session.folder, 'out'));
    expect(out.find((line) => line.startsWith('campaigns.csv'))).toMatch(/^campaigns\.csv +0 +0 +5 +0 /);
  });
  it('reads lists page by page', async () => {
    const rows = (office: string) => Array.from({ length: 2500 }, (_, index) => `${office}-${index},${office},2020-01-01\r\n`).join('');
    const written = await passing((office) => ({ confessions: `code,office_code,received_on\r\n${rows(office)}` }));
    expect(new Set(written['confessions.csv']?.trimEnd().split('\r\n')).size).toBe(2501);
  }, 60_000);
  it('has each record once, though some change their place in a list while it is read', async () => {
    const { office, files } = session.county();
    const confessions = (days: Readonly<Record<string, string>>) =>
      ({ confessions: `code,office_code,received_on\r\n${Object.entries(days).map(([name, day]) => `${office}-${name},${office},${day}\r\n`).join('')}` });
    const others = Object.fromEntries(Array.from({ length: 1200 }, (_, place) => [`c${place}`, '2020-01-01']));
    await xunlian('import', await session.write({ ...files, ...confessions({ ...others, early: '2019-01-01', late: '2021-01-01' }) }));
    // What is to come on the second page goes to the first, and the other way round.
    const changes = await session.write(confessions({ early: '2022-01-01', late: '2018-01-01' }));
    let changed = false;
    session.line.fate = async ({ further }) => {
      if (further !== 'confessions' || changed) return null;
      changed = true;
      return xunlian('import', changes).then(() => null);
    };
    expect(await xunlian('export', join(session.folder, 'out'), '--office', office)).toMatchObject({ code: 0 });
    const rows = (await readFile(join(session.folder, 'out', 'confessions.csv'), 'utf8')).trimEnd().split('\r\n').slice(1);
    expect(rows.map((row) => row.split(',')[0]).sort()).toEqual([...Object.keys(others), 'early', 'late'].map((name) => `${office}-${name}`).sort());
    expect(rows).toContain(`${office}-early,${office},2022-01-01`);
  }, 60_000);
  it('refuses an unknown office and leaves nothing behind', async () => {
    expect(await xunlian('export', join(session.folder, 'out'), '--office', '999999')).toEqual({ code: 1, out: [], err: ['There is no office 999999.'] });
    expect(await readdir(session.folder)).toEqual([]);
  });
  it('refuses a folder that holds something', async () => {
    const { office, files } = session.county();
    const folder = await session.write(files);
    await xunlian('import', folder);
    await writeFile(join(folder, 'mine.txt'), 'mine');
    expect(await xunlian('export', folder, '--office', office)).toEqual({
      code: 1, out: [], err: [`The folder ${folder} is not empty; an export never writes over anything.`],
    });
    expect(await readdir(folder)).toEqual(['divisions.csv', 'mine.txt', 'offices.csv']);
  });
  it('fills a folder that a link leads to', async () => {
    const { office, files } = session.county();
    await xunlian('import', await session.write(files));
    const [real, link] = [join(session.folder, 'real'), join(session.folder, 'link')];
    await mkdir(real);
    await symlink(real, link);
    expect((await xunlian('export', link, '--office', office)).code).toBe(0);
    // To be read by its owner alone, whatever the folder is.
    for (const name of await readdir(real)) expect((await stat(join(real, name))).mode & 0o777).toBe(0o600);
    expect(await readdir(real)).toEqual(['divisions.csv', 'export.json', 'offices.csv']);
  });
  it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing behind when it is ended by %s', async (signal) => {
    const { office, files } = session.county();
    await xunlian('import', await session.write(files));
    const out = join(session.folder, 'ended', 'out');
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    let asked = 0;
    session.line.fate = () => ((asked += 1) === 1 ? null : new Promise<null>(() => undefined));
    const child = spawn(process.execPath, [main, 'export', out, '--office', office], { env: { ...process.env }, stdio: 'ignore' });
    const ended = once(child, 'exit');
    while ((await readdir(join(session.folder, 'ended')).catch(() => [])).length === 0) await pause(20);
    child.kill(signal);
    await ended;
    expect(await readdir(join(session.folder, 'ended'))).toEqual([]);
  });
  it('fills a folder that is empty, and leaves nothing half-written when the system fails', async () => {
    const { office, files } = session.county();
    const [given, out] = [join(session.folder, 'given'), join(session.folder, 'out')];
    for (const folder of [given, out]) await mkdir(folder);
    for (const [name, content] of Object.entries(files)) await writeFile(join(given, `${name}.csv`), content);
    await xunlian('import', given);
    let answers = 0;
    session.line.fate = () => (++answers > 12 ? { code: 'INTERNAL', message: 'Something went wrong here.' } : null);
    expect(await xunlian('export', out, '--office', office)).toMatchObject({ code: 1, err: ['The system refused: Something went wrong here.'] });
    expect([await readdir(session.folder), await readdir(out)]).toEqual([['given', 'out'], []]);
    session.line.fate = () => null;
    expect((await xunlian('export', out, '--office', office)).code).toBe(0);
    expect([await readdir(session.folder), await readdir(out)]).toEqual([['given', 'out'], ['divisions.csv', 'export.json', 'offices.csv']]);
  });
});
