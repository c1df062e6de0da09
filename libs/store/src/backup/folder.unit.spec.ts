import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { takeFolder } from './folder.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'xunlian-folder-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the folder of a backup', () => {
  it('is taken by one of two that find it empty at the same moment', async () => {
    const taken = await Promise.allSettled([takeFolder(folder), takeFolder(folder)]);
    expect(taken.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(taken.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { message: `The folder ${folder} is not empty; a backup never writes over anything.` } });
  });

  it('is cleared of what this run made alone', async () => {
    const { make, clear } = await takeFolder(folder);
    await writeFile(join(folder, 'mine.txt'), 'mine');
    await (await make(join(folder, 'clues'))).close();
    await expect(make(join(folder, 'mine.txt'))).rejects.toThrow('EEXIST');
    await clear();
    expect(await readdir(folder)).toEqual(['mine.txt']);
  });
});
