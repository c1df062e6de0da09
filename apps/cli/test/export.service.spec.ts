import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMemoryGraph } from './memoryGraph.ts';
import { useSession, xunlian } from './session.ts';

const samples = fileURLToPath(new URL('../../../infra/samples', import.meta.url));
const session = useSession();

async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)));
}

describe('exporting', () => {
  it.each([['loudi', '431300'], ['loudi', '430000'], ['loudi', '431302'], ['xinxian', '411523']])(
    'the office of %s %s gives a bundle that an empty system takes as it is and exports to the same bytes', async (sample, office) => {
      const [first, second] = [join(session.folder, 'first'), join(session.folder, 'second')];
      await xunlian('import', `${samples}/${sample}`);
      expect((await xunlian('export', first, '--office', office)).code).toBe(0);
      const empty = await startMemoryGraph();
      process.env.XUNLIAN_URL = empty.url;
      expect(await xunlian('import', first)).toMatchObject({ code: 0 });
      expect((await xunlian('export', second, '--office', office)).code).toBe(0);
      await empty.stop();
      expect(await contents(second)).toEqual(await contents(first));
    });
  it('gives the rows of the samples back as they were', async () => {
    await xunlian('import', `${samples}/xinxian`);
    await xunlian('export', join(session.folder, 'out'), '--office', '410000');
    const lines = (text: string) => text.split('\r\n').sort();
    const [given, written] = [await contents(`${samples}/xinxian`), await contents(join(session.folder, 'out'))];
    for (const [name, text] of Object.entries(written)) expect(lines(text)).toEqual(lines(given[name] ?? ''));
    expect(Object.keys(written)).toEqual(Object.keys(given).filter((name) => name !== 'expected.json'));
  });
  it('brings along what the records refer to elsewhere, and the divisions and offices above', async () => {
    await xunlian('import', `${samples}/loudi`);
    await xunlian('export', join(session.folder, 'out'), '--office', '431302');
    const written = await contents(join(session.folder, 'out'));
    expect(written['divisions.csv']).toBe('code,name,level,parent_code\r\n431302,娄星区,COUNTY,431300\r\n430000,湖南省,PROVINCE,\r\n431300,娄底市,CITY,430000\r\n');
    expect(written['offices.csv']?.split('\r\n')).toHaveLength(5);
  });
  it('gives a text of several lines back whole, whatever ends its lines', async () => {
    const themes = ['一\n二', '一\r二', '一\r\n二', '\n', '"一", 二;三 '].map((theme, place) => `c${place},110000,"a${theme.replaceAll('"', '""')}",2020-01-01\r\n`);
    await session.write({ divisions: 'code,name,level\r\n110000,北京,PROVINCE\r\n', offices: 'code,name\r\n110000,某办\r\n', campaigns: `code,office_code,theme,starts_on\r\n${themes.join('')}` });
    expect((await xunlian('import', session.folder)).code).toBe(0);
    await xunlian('export', join(session.folder, 'out'), '--office', '110000');
    expect((await xunlian('import', join(session.folder, 'out'))).out.find((line) => line.startsWith('campaigns.csv'))).toMatch(/^campaigns\.csv +0 +0 +5 +0 /);
  });
  it('reads lists page by page', async () => {
    const rows = Array.from({ length: 2500 }, (_, index) => `c${index},110000,2020-01-01\r\n`).join('');
    await session.write({ divisions: 'code,name,level\r\n110000,北京,PROVINCE\r\n', offices: 'code,name\r\n110000,某办\r\n', confessions: `code,office_code,received_on\r\n${rows}` });
    await xunlian('import', session.folder);
    await xunlian('export', join(session.folder, 'out'), '--office', '110000');
    expect((await contents(join(session.folder, 'out')))['confessions.csv']?.split('\r\n')).toHaveLength(2502);
  });
  it('refuses an unknown office and leaves nothing behind', async () => {
    expect(await xunlian('export', join(session.folder, 'out'), '--office', '999999')).toEqual({ code: 1, out: [], err: ['There is no office 999999.'] });
    expect(await readdir(session.folder)).toEqual([]);
  });
  it('refuses a folder that holds something', async () => {
    await xunlian('import', `${samples}/xinxian`);
    await writeFile(join(session.folder, 'mine.txt'), 'mine');
    const { code, err } = await xunlian('export', session.folder, '--office', '411523');
    expect({ code, err }).toEqual({ code: 1, err: [`The folder ${session.folder} is not empty; an export never writes over anything.`] });
    expect(await readdir(session.folder)).toEqual(['mine.txt']);
  });
  it('fills a folder that is empty, and leaves nothing half-written when the system fails', async () => {
    await xunlian('import', `${samples}/xinxian`);
    const out = join(session.folder, 'out');
    await mkdir(out);
    let answers = 0;
    session.graph.trouble = () => (++answers > 12 ? { code: 'INTERNAL', message: 'Something went wrong here.' } : null);
    expect(await xunlian('export', out, '--office', '411523')).toMatchObject({ code: 1, err: ['The system refused: Something went wrong here.'] });
    expect([await readdir(session.folder), await readdir(out)]).toEqual([['out'], []]);
    session.graph.trouble = () => null;
    expect((await xunlian('export', out, '--office', '411523')).code).toBe(0);
    expect(await readdir(session.folder)).toEqual(['out']);
  });
});
