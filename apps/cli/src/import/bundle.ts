import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RecordFile } from '@xunlian/interchange';
import { format } from '@xunlian/interchange';
import type { Export } from '../exportMark.ts';
import { exportIn } from '../exportMark.ts';
import { CommandFailure } from '../failure.ts';

/** A file of a bundle that the format knows. */
export interface BundleFile {
  readonly file: RecordFile;
  readonly path: string;
  /** As people know it: `findings.csv`. */
  readonly name: string;
}

/** What is in a folder. */
export interface Bundle {
  /** In the order of import. */
  readonly files: readonly BundleFile[];
  /** CSV files that the format does not know. */
  readonly unknown: readonly string[];
  /** Whether a system exported it; null for a bundle that an office made. */
  readonly exported: Export | null;
}

/** Looks into a folder. Throws a CommandFailure when it is not there, is no folder, or holds no file of the format. */
export async function openBundle(folder: string): Promise<Bundle> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new CommandFailure(`There is no folder ${folder}.`);
    if (error.code === 'ENOTDIR') throw new CommandFailure(`${folder} is not a folder.`);
    throw new CommandFailure(`The folder ${folder} cannot be read.`);
  });
  const present = new Set(names);
  const files = format.map((file) => ({ file, name: `${file.file}.csv` })).filter(({ name }) => present.has(name))
    .map(({ file, name }) => ({ file, name, path: join(folder, name) }));
  if (files.length === 0) throw new CommandFailure(`The folder ${folder} holds no file of a bundle, such as findings.csv.`);
  const known = new Set(files.map(({ name }) => name));
  const exported = await exportIn(folder, { names, csv: [...known] });
  return { files, exported, unknown: names.filter((name) => /\.csv$/i.test(name) && !known.has(basename(name))).sort() };
}
