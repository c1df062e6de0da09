import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { projectRoot } from '@xunlian/supervisor';
import { format } from '@xunlian/interchange';
import { readBundles, type BundleRow, type BundleRows } from '../src/bundleRows.ts';
import type { Asked } from '../src/reference.ts';
import { startProgram } from './command.ts';

/** Folder of a sample. */
export const sampleFolder = (name: string): string => join(projectRoot, 'infra', 'samples', name);

/** A sample's questions with the figures they must give. */
export async function expectedOf(sample: string): Promise<(Asked & { readonly overview: object })[]> {
  return JSON.parse(await readFile(join(sampleFolder(sample), 'expected.json'), 'utf8')) as (Asked & { overview: object })[];
}

/** Makes a bundle of one province in a new folder and gives its rows. */
export async function generated(folder: string, settings: { rows: number; seed: number; province: string }): Promise<BundleRows> {
  const { rows, seed, province } = settings;
  const { code, err } = await startProgram('tools/bundle/main.ts', [folder, '--rows', String(rows), '--seed', String(seed), '--province', province]).ended;
  if (code !== 0) throw new Error(err.join('\n'));
  return readBundles(folder);
}

/** Rows of a bundle, of all its files together. */
export function sizeOf(bundle: BundleRows): number {
  return format.reduce((rows, { file }) => rows + bundle(file).length, 0);
}

/** Every day that stands in a bundle, in order. */
export function daysIn(bundle: BundleRows): string[] {
  const days = format.flatMap(({ file, columns }) => columns.filter(({ type }) => type.is === 'day')
    .flatMap(({ name }) => bundle(file).map((row) => row[name] ?? '')));
  return [...new Set(days)].filter((day) => day !== '').sort();
}

/** Rows of a bundle that do not stand in another one, cell by cell; the order of values within a cell is of no account. */
export function strayRows(bundle: BundleRows, source: BundleRows): string[] {
  return format.flatMap(({ file, columns }) => {
    const written = (row: BundleRow) => `${file}: ${columns.map(({ name }) => (row[name] ?? '').split(';').sort().join(';')).join(' | ')}`;
    const there = new Set(source(file).map(written));
    return bundle(file).map(written).filter((row) => !there.has(row));
  });
}

/** The bytes of every file of a folder, by name. */
export async function contentsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'latin1')] as const)));
}

/** What may change in a row without breaking a rule, by file. */
const changes: Readonly<Record<string, (row: BundleRow) => BundleRow>> = {
  people: () => ({ expertise: 'LAW', employment: 'OTHER' }),
  attendances: () => ({ exam_score: '61.5' }),
  inspections: () => ({ archived_on: '' }),
  petitions: ({ channel }) => ({ channel: channel === 'VISIT' ? 'ONLINE' : 'VISIT' }),
  findings: ({ discipline }) => ({ discipline: discipline === 'WORK' ? 'LIFE' : 'WORK' }),
  rectifications: ({ completed_on = '', verified_on }) => ({ verified_on: verified_on ? '' : completed_on }),
  outcomes: ({ accountability }) => ({ accountability: accountability === 'true' ? 'false' : 'true' }),
  recoveries: () => ({ amount_yuan: '0.07' }),
  checks: () => ({ kind: 'GUIDANCE' }),
  check_problems: () => ({ listed: 'false' }),
  letters: () => ({ kind: 'CIRCULAR' }),
  campaigns: () => ({ ends_on: '' }),
};

/** Writes the bundle to a new folder with every third row changed in some files, and gives the number of rows that differ. */
export async function changed(bundle: BundleRows, folder: string): Promise<number> {
  let differing = 0;
  await mkdir(folder);
  for (const { file, columns } of format) {
    const rows = bundle(file).map((row, place) => (place % 3 === 0 ? { ...row, ...changes[file]?.(row) } : row));
    differing += rows.filter((row, place) => columns.some(({ name }) => row[name] !== bundle(file)[place]?.[name])).length;
    if (rows.length > 0) await writeFile(join(folder, `${file}.csv`), stringify(rows.map((row) => ({ ...row })), { header: true }));
  }
  return differing;
}
