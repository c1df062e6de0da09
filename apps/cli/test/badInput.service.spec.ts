import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { codeOf } from '@xunlian/interchange';
import { complaintsIn, useSession, xunlian, type Files } from './session.ts';

const session = useSession();
const header = 'code,office_code,theme,starts_on\r\n';

/** Rows of campaigns in a county of their own; their codes begin with it. */
interface County {
  readonly good: (name: string) => string;
  /** A row with this written as its theme. */
  readonly row: (name: string, theme: string) => string;
  /** A row with an office that cannot be one. */
  readonly wrong: (name: string) => string;
}

function newCounty() {
  const { office, files } = session.county();
  const row = (name: string, theme: string) => `${office}-${name},${office},${theme},2020-01-01\r\n`;
  const county: County = { row, good: (name) => row(name, '扶贫'), wrong: (name) => `${office}-${name},11 00,扶贫,2020-01-01\r\n` };
  const campaigns = async () => (await session.recorded('campaigns', office)).records.map((record) => codeOf(record).replace(`${office}-`, ''));
  return { office, files, county, campaigns };
}

async function importing(filesOf: (county: County) => Files) {
  const { office, files, county, campaigns } = newCounty();
  const outcome = await xunlian('import', await session.write({ ...files, ...filesOf(county) }));
  expect((await session.recorded('offices', office)).total).toBe(1);
  return { code: outcome.code, complaints: complaintsIn(outcome), campaigns: await campaigns() };
}

/** Says at the end how much memory the process had at most; what getrusage knows begins with the parent's. */
const lastWord = "data:text/javascript,import{readFileSync}from'node:fs';process.on('exit',()=>console.log(/VmHWM.*/.exec(readFileSync('/proc/self/status','utf8'))[0]))";

/** Imports in a process of its own, and gives the most memory that it had, in bytes. */
async function importingAlone(folder: string) {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', lastWord, main, 'import', folder], { env: { ...process.env }, stdio: ['ignore', 'pipe', 'ignore'] });
  const out = (await text(child.stdout)).split('\n');
  const peak = out.map((line) => /^VmHWM:\s+(\d+) kB$/.exec(line)?.[1]).find((kilobytes) => kilobytes !== undefined);
  return { peak: 1024 * Number(peak), complaints: complaintsIn({ out }) };
}

describe('a bad row', () => {
  it('is found at its physical line after blank lines and cells of several lines', async () => {
    expect(await importing(({ row, wrong }) => ({ campaigns: `${header}\r\n${row('a', '"一\r\n二\n三"')}\r\n${wrong('b')}` }))).toMatchObject({
      campaigns: ['a'], complaints: [expect.stringMatching(/^campaigns\.csv:7:office_code: "11 00" is not a code/)],
    });
  });
  it.each(['', '"'])('is one with a cell of 10 MB (%s), which is reported by its line', async (quote) => {
    const theme = `${quote}${'x,'.repeat(quote ? 1 : 0)}${'x'.repeat(10_000_000)}${quote ? '\r\n' : ''}${quote}`;
    const { complaints, campaigns } = await importing(({ good, row, wrong }) => ({ campaigns: header + good('a') + row('b', theme) + good('c') + wrong('d') }));
    expect(complaints).toEqual([
      'campaigns.csv:3:theme: is longer than the 10000 characters that are allowed',
      expect.stringMatching(quote ? /^campaigns\.csv:6:office_code/ : /^campaigns\.csv:5:office_code/),
    ]);
    expect(campaigns).toEqual(['a', 'c']);
  });
  it.each(['', '"'])('is one with a cell of 100 MB (%s), which is never held: less memory than that is enough to read it', async (quote) => {
    const size = 100_000_000;
    const { files, county, campaigns } = newCounty();
    const least = await importingAlone(await session.write({ ...files, campaigns: header + county.good('a') }));
    const [before, after] = county.row('b', '|').split('|');
    const monster = Buffer.concat([Buffer.from(`${header}${before}${quote}`), Buffer.alloc(size, 'x'), Buffer.from(`${quote}${after}${county.good('c')}`)]);
    const most = await importingAlone(await session.write({ campaigns: monster }));
    expect([least.complaints, most.complaints]).toEqual([[], ['campaigns.csv:2:theme: is longer than the 10000 characters that are allowed']]);
    expect(await campaigns()).toEqual(['a', 'c']);
    expect(most.peak - least.peak).toBeLessThan(size);
  }, 60_000);
});

describe('a bad file', () => {
  it('with nothing but a byte-order mark is not imported, the others are', async () => {
    expect(await importing(() => ({ campaigns: '\ufeff' }))).toEqual({ code: 1, campaigns: [], complaints: ['campaigns.csv:1: is empty: there is no header row'] });
  });
  it('in another encoding is imported up to the line that is no UTF-8', async () => {
    const gbk = Buffer.from([0xb7, 0xf6, 0xc6, 0xb6]);
    expect(await importing(({ good, row }) => {
      const [before = '', after = ''] = row('b', '|').split('|');
      return { campaigns: Buffer.concat([Buffer.from(header + good('a') + before), gbk, Buffer.from(after + good('c'))]) };
    })).toEqual({ code: 1, campaigns: ['a'], complaints: ['campaigns.csv:3: is not UTF-8 (save the file as "CSV UTF-8")'] });
  });
  it('with a quote that is open up to the next quoted cell is imported up to that record', async () => {
    expect(await importing(({ good, row }) => ({ campaigns: header + good('a') + row('b', '"扶贫') + good('c') + row('d', '"扶贫"') }))).toEqual({
      code: 1, campaigns: ['a'], complaints: [expect.stringMatching(/^campaigns\.csv:3: in the record that starts here a quote is never closed/)],
    });
  });
  it('that the format does not know is reported, and fails the import', async () => {
    expect(await importing(({ good }) => ({ campaigns: header + good('a'), budgets: 'code\r\n' }))).toEqual({
      code: 1, campaigns: ['a'], complaints: ['budgets.csv: is not a file of a bundle, and was not imported'],
    });
  });
  it.each([
    ['a folder', (path: string) => mkdir(path)],
    ['a device', (path: string) => symlink('/dev/zero', path)],
    ['a pipe', (path: string) => once(spawn('mkfifo', [path]), 'exit')],
  ])('that is %s is reported', async (_, make) => {
    await make(join(session.folder, 'campaigns.csv'));
    expect(await importing(() => ({}))).toEqual({ code: 1, campaigns: [], complaints: ['campaigns.csv:1: cannot be read'] });
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
  it('reads no question that is not UTF-8', async () => {
    const file = join(session.folder, 'gbk.graphql');
    await writeFile(file, Buffer.concat([Buffer.from('{ __typename # '), Buffer.from([0xb5, 0xda]), Buffer.from(' }')]));
    expect(await xunlian('query', file)).toEqual({ code: 1, out: [], err: [`${file} is not UTF-8.`] });
  });
  it('carries an import to its end although nobody reads what it says', async () => {
    const { files, campaigns, county } = newCounty();
    const folder = await session.write({ ...files, campaigns: header + county.good('a') });
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    const child = spawn(process.execPath, [main, 'import', folder], { env: { ...process.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = text(child.stderr);
    child.stdout.destroy();
    await once(child, 'exit');
    expect({ campaigns: await campaigns(), said: await said }).toEqual({ campaigns: ['a'], said: expect.not.stringContaining('node:') as string });
  });
  it('shows where each service stands', async () => {
    await importing(() => ({}));
    const { code, out } = await xunlian('status');
    expect({ code, header: out[0]?.split(/ {2,}/), services: out.slice(1).map((line) => line.split(' ', 1)[0]) }).toEqual({
      code: 0, header: ['service', 'facts', 'not yet relayed', 'feed lag'],
      services: ['organizations', 'pools', 'rounds', 'findings', 'rectification', 'insight'],
    });
    expect(out[1]).toMatch(/^organizations +[1-9]\d* +\d+$/);
    expect(out[3]).toMatch(/^rounds +\d+ +\d+ {2}organizations \d+, pools \d+$/);
  });
  it('has what a service keeps of others be built anew, and waits until that has taken the place of the old', async () => {
    await importing(() => ({}));
    expect(await xunlian('rebuild', 'rounds', 'organizations.office.v1')).toEqual({
      code: 0, out: [expect.stringMatching(/^organizations\.office\.v1 of rounds is generation 1, \d+ rows, after [\d.]+ s\.$/)], err: [],
    });
  });
  it('has only what a service keeps of others be built anew', async () => {
    expect(await xunlian('rebuild', 'organizations', 'none')).toMatchObject({ code: 2, err: [expect.stringMatching(/^organizations keeps nothing of others' records: pools, /)] });
  });
});
