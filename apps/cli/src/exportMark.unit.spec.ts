import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportIn, exportMark, markOf } from './exportMark.ts';

const rows = { 'findings.csv': 'code\r\nf1\r\n', 'offices.csv': 'code\r\n431300\r\n' };
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const mark = markOf(Object.fromEntries(Object.entries(rows).map(([name, text]) => [name, digestOf(text)])));

/** What is said of a folder with these files, the CSV files among them as those of the bundle. */
async function exported(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'xunlian-mark-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const names = Object.keys(files);
    return await exportIn(folder, { names, csv: names.filter((name) => name.endsWith('.csv')) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a folder', () => {
  it('without a mark is no export', async () => expect(await exported(rows)).toBeNull());
  it('with the mark of its files is one, as it was written', async () => expect(await exported({ ...rows, [exportMark]: mark })).toEqual({ changed: null }));
  it.each([
    ['findings.csv', { ...rows, 'findings.csv': 'code\r\nf2\r\n', [exportMark]: mark }],
    ['offices.csv', { 'findings.csv': rows['findings.csv'], [exportMark]: mark }],
    ['rounds.csv', { ...rows, 'rounds.csv': 'code\r\n', [exportMark]: mark }],
    ['export.json', { ...rows, [exportMark]: '{' }],
    ['export.json', { ...rows, [exportMark]: '{"format":"xunlian-export/2","files":{}}' }],
    ['export.json', { ...rows, [exportMark]: '{"format":"xunlian-export/1","files":null}' }],
    ['findings.csv', { ...rows, [exportMark]: '{"format":"xunlian-export/1","files":{"findings.csv":1}}' }],
  ])('of which %s is another is a changed one', async (changed, files) => expect(await exported(files)).toEqual({ changed }));
});
