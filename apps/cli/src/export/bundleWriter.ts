import type { FileHandle } from 'node:fs/promises';
import { mkdir, mkdtemp, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { RecordFile } from '@xunlian/interchange';
import { stringify } from 'csv-stringify/sync';
import { CommandFailure } from '../failure.ts';

/** Writes the files of a bundle beside the folder they are meant for, and puts them there all at once. */
export interface BundleWriter {
  /** Adds rows to a file; a file begins with its header when its first rows come. */
  readonly write: (file: RecordFile, rows: readonly (readonly string[])[]) => Promise<void>;
  /** Ends all files and makes the folder appear. */
  readonly finish: () => Promise<void>;
  /** Removes what was written so far. */
  readonly discard: () => Promise<void>;
}

/** Begins a bundle. Throws a CommandFailure when the folder holds something already or cannot be made. */
export async function bundleWriter(folder: string): Promise<BundleWriter> {
  const target = resolve(folder);
  await checkFree(target, folder);
  const place = await makeBeside(target, folder);
  const files = new Map<string, FileHandle>();
  const close = async () => {
    await Promise.all([...files.values()].map((file) => file.close()));
    files.clear();
  };
  return {
    write: async (file, rows) => {
      if (rows.length === 0) return;
      let handle = files.get(file.file);
      if (!handle) {
        handle = await open(join(place, `${file.file}.csv`), 'wx');
        files.set(file.file, handle);
        await handle.writeFile(csv([file.columns.map(({ name }) => name)]));
      }
      await handle.writeFile(csv(rows));
    },
    finish: async () => {
      await close();
      await rmdir(target).catch(() => undefined);
      await rename(place, target);
    },
    discard: async () => {
      await close();
      await rm(place, { recursive: true, force: true });
    },
  };
}

function csv(rows: readonly (readonly string[])[]): string {
  // Any line break within a cell ends a record where it is not quoted; stringify itself quotes the whole delimiter alone.
  return stringify(rows.map((row) => [...row]), { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}

async function checkFree(target: string, shown: string): Promise<void> {
  const names = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new CommandFailure(error.code === 'ENOTDIR' ? `${shown} is not a folder.` : `The folder ${shown} cannot be read.`);
  });
  if (names.length > 0) throw new CommandFailure(`The folder ${shown} is not empty; an export never writes over anything.`);
}

async function makeBeside(target: string, shown: string): Promise<string> {
  try {
    await mkdir(dirname(target), { recursive: true });
    return await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  } catch {
    throw new CommandFailure(`The folder ${shown} cannot be made.`);
  }
}
