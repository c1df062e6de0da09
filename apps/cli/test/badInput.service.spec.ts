import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { useSession, xunlian } from './session.ts';

const session = useSession();
const divisions = 'code,name,level\r\n110000,北京,PROVINCE\r\n';
const header = 'code,office_code,theme,starts_on\r\n';
const good = (code: string) => `${code},110000,扶贫,2020-01-01\r\n`;
const base = { divisions, offices: 'code,name\r\n110000,某办\r\n' };

async function importing(files: Readonly<Record<string, string | Buffer>>) {
  const { code, out } = await xunlian('import', await session.write({ ...base, ...files }));
  return { code, complaints: out.filter((line) => /^\w+\.csv:/.test(line)), campaigns: session.graph.records('campaigns').map((campaign) => campaign.code) };
}

/** Says at the end how much memory the process had at most; what getrusage knows begins with the parent's. */
const lastWord = "data:text/javascript,import{readFileSync}from'node:fs';process.on('exit',()=>console.log(/VmHWM.*/.exec(readFileSync('/proc/self/status','utf8'))[0]))";

/** Imports in a process of its own, and gives the most memory that it had, in bytes. */
async function importingAlone(folder: string) {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', lastWord, main, 'import', folder], { env: { ...process.env }, stdio: ['ignore', 'pipe', 'ignore'] });
  const out = (await text(child.stdout)).split('\n');
  const peak = out.map((line) => /^VmHWM:\s+(\d+) kB$/.exec(line)?.[1]).find((kilobytes) => kilobytes !== undefined);
  return { peak: 1024 * Number(peak), complaints: out.filter((line) => /^\w+\.csv:/.test(line)) };
}

describe('a bad row', () => {
  it('is reported with file, line, column and reason, and the good rows are kept', async () => {
    expect(await importing({ campaigns: `${header}${good('a')}b,110000,,2020-02-30\r\n${good('c')}d,110000\r\n${good('e')}` })).toEqual({
      code: 1, campaigns: ['a', 'c', 'e'],
      complaints: [
        'campaigns.csv:3:theme: must have a value',
        'campaigns.csv:3:starts_on: "2020-02-30" is not a day that exists (YYYY-MM-DD)',
        'campaigns.csv:5: the row has 2 cells, and the header 4',
      ],
    });
  });
  it('is found at its physical line after blank lines and cells of several lines', async () => {
    expect(await importing({ campaigns: `${header}\r\na,110000,"一\r\n二\n三",2020-01-01\r\n\r\nb,11 00,四,2020-01-01\r\n` })).toMatchObject({
      campaigns: ['a'], complaints: [expect.stringMatching(/^campaigns\.csv:7:office_code: "11 00" is not a code/)],
    });
  });
  it('is the second one of two with the same code', async () => {
    expect(await importing({ campaigns: header + good('a') + good('b') + good('a') })).toEqual({
      code: 1, campaigns: ['a', 'b'], complaints: ['campaigns.csv:4:code: line 2 of the file has the same'],
    });
  });
  it('is one that the system refuses, by its column', async () => {
    expect(await importing({ campaigns: `${header}a,999999,扶贫,2020-01-01\r\n` })).toMatchObject({
      complaints: ['campaigns.csv:2:office_code: There is no such offices.'],
    });
  });
  it.each(['', '"'])('is one with a cell of 10 MB (%s), which is reported by its line', async (quote) => {
    const monster = `b,110000,${quote}${'x,'.repeat(quote ? 1 : 0)}${'x'.repeat(10_000_000)}${quote ? '\r\n' : ''}${quote},2020-01-01\r\n`;
    const { complaints, campaigns } = await importing({ campaigns: header + good('a') + monster + good('c') + 'd,1 1,扶贫,2020-01-01\r\n' });
    expect(complaints).toEqual([
      'campaigns.csv:3:theme: is longer than the 10000 characters that are allowed',
      expect.stringMatching(quote ? /^campaigns\.csv:6:office_code/ : /^campaigns\.csv:5:office_code/),
    ]);
    expect(campaigns).toEqual(['a', 'c']);
  });
  it.each(['', '"'])('is one with a cell of 100 MB (%s), which is never held: less memory than that is enough to read it', async (quote) => {
    const size = 100_000_000;
    const least = await importingAlone(await session.write({ ...base, campaigns: header + good('a') }));
    const monster = Buffer.concat([Buffer.from(`b,110000,${quote}`), Buffer.alloc(size, 'x'), Buffer.from(`${quote},2020-01-01\r\n`)]);
    const most = await importingAlone(await session.write({ campaigns: Buffer.concat([Buffer.from(header), monster, Buffer.from(good('c'))]) }));
    expect([least.complaints, most.complaints]).toEqual([[], ['campaigns.csv:2:theme: is longer than the 10000 characters that are allowed']]);
    expect(session.graph.records('campaigns')).toMatchObject([{ code: 'a' }, { code: 'c' }]);
    expect(most.peak - least.peak).toBeLessThan(size);
  }, 60_000);
});

describe('a bad file', () => {
  it.each([
    ['an unknown column', 'code,office_code,theme,starts_on,colour\r\n', ['campaigns.csv:1:colour: is not a column of campaigns.csv']],
    ['no required column', 'code,office_code,theme\r\n', ['campaigns.csv:1:starts_on: is missing in the header']],
    ['a column twice', 'code,code,office_code,theme,starts_on\r\n', ['campaigns.csv:1:code: stands in the header twice']],
    ['nothing in it', '', ['campaigns.csv:1: is empty: there is no header row']],
    ['nothing but a byte-order mark', '\ufeff', ['campaigns.csv:1: is empty: there is no header row']],
  ])('with %s is not imported, the others are', async (_, content, complaints) => {
    expect(await importing({ campaigns: content })).toEqual({ code: 1, campaigns: [], complaints });
    expect(session.graph.records('offices')).toHaveLength(1);
  });
  it('in another encoding is imported up to the line that is no UTF-8', async () => {
    const gbk = Buffer.from([0xb7, 0xf6, 0xc6, 0xb6]);
    const content = Buffer.concat([Buffer.from(`${header}${good('a')}b,110000,`), gbk, Buffer.from(`,2020-01-01\r\n${good('c')}`)]);
    expect(await importing({ campaigns: content })).toEqual({
      code: 1, campaigns: ['a'], complaints: ['campaigns.csv:3: is not UTF-8 (save the file as "CSV UTF-8")'],
    });
  });
  it.each([
    ['to the end of the file', `b,110000,"扶贫,2020-01-01\r\n${good('c')}`],
    ['up to the next quoted cell', `b,110000,"扶贫,2020-01-01\r\n${good('c')}d,110000,"扶贫",2020-01-01\r\n`],
  ])('with a quote that is open %s is imported up to that record', async (_, rest) => {
    expect(await importing({ campaigns: header + good('a') + rest })).toEqual({
      code: 1, campaigns: ['a'], complaints: [expect.stringMatching(/^campaigns\.csv:3: in the record that starts here a quote is never closed/)],
    });
  });
  it('that the format does not know is reported', async () => {
    const { code, out } = await xunlian('import', await session.write({ ...base, budgets: 'code\r\n' }));
    expect({ code, line: out[0] }).toEqual({ code: 1, line: 'budgets.csv: is not a file of a bundle, and was not imported' });
  });
  it('that is a folder is reported', async () => {
    await mkdir(join(session.folder, 'campaigns.csv'));
    expect(await importing({})).toMatchObject({ code: 1, complaints: ['campaigns.csv:1: cannot be read'] });
  });
});

describe('the command', () => {
  it.each([
    [['import', '/nowhere/at/all'], 1, 'There is no folder /nowhere/at/all.'],
    [['import', import.meta.filename], 1, `${import.meta.filename} is not a folder.`],
    [['import', import.meta.dirname], 1, `The folder ${import.meta.dirname} holds no file of a bundle, such as findings.csv.`],
    [['import'], 2, "error: missing required argument 'folder'"],
    [['erase'], 2, "error: unknown command 'erase'"],
    [['export', 'x'], 2, "error: required option '--office <code>' not specified"],
    [['query', '/nowhere.graphql'], 1, '/nowhere.graphql cannot be read.'],
    [['query', import.meta.filename, '--variables', '[]'], 2, '--variables must be a JSON object, as in \'{"office":"431300"}\'.'],
  ])('%j ends with %d and one line', async (words, code, line) => {
    expect(await xunlian(...words)).toEqual({ code, out: [], err: [line] });
  });
  it('refuses an address that is none', async () => {
    process.env.XUNLIAN_URL = 'localhost:4000';
    expect(await xunlian('status')).toEqual({ code: 2, out: [], err: ['XUNLIAN_URL is not an http address: localhost:4000'] });
  });
  it('shows where each service stands, and what is being built anew', async () => {
    const { code, out } = await xunlian('status');
    expect(code).toBe(0);
    expect(out[0]).toBe('service        facts  not yet relayed  feed lag');
    expect(out).toHaveLength(7);
    expect(out.filter((line) => line.endsWith('  pools.person.v1 is built anew (12 facts)'))).toEqual([expect.stringMatching(/^rounds /)]);
  });

  it('has only what a service keeps of others be built anew', async () => {
    expect(await xunlian('rebuild', 'organizations', 'none')).toMatchObject({ code: 2, err: [expect.stringMatching(/^organizations keeps nothing of others' records: pools, /)] });
  });
});
