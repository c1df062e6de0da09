import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { RecordFile } from '@xunlian/interchange';
import { stringify } from 'csv-stringify/sync';
import { exportMark, markOf } from '../exportMark.ts';
import { CommandFailure } from '../failure.ts';

/** Writes the files of a bundle out of sight, and puts them where they are meant to be when all are written. */
export interface BundleWriter {
  /** Adds rows to a file; a file begins with its header when its first rows come. */
  readonly write: (file: RecordFile, rows: readonly (readonly string[])[]) => Promise<void>;
  /** Ends all files, marks them as an export, and makes them appear. */
  readonly finish: () => Promise<void>;
  /** Removes what was written so far. */
  readonly discard: () => Promise<void>;
}

/** Whatever the folder lets others do: what is sealed in the system can be read in these files. */
const ownerAlone = 0o600;

interface OpenFile {
  readonly handle: FileHandle;
  /** Of all that was written to it. */
  readonly hash: Hash;
}

/**
 * Begins a bundle. Throws a CommandFailure when the folder holds something already or cannot be made. Who ends the command
 * with Ctrl-C or SIGTERM finds nothing left behind: what is written may be sealed elsewhere.
 */
export async function bundleWriter(folder: string): Promise<BundleWriter> {
  const target = resolve(folder);
  const isThere = await isFree(target, folder);
  const place = await makePlace(target, { shown: folder, isThere });
  const forget = removeOnSignal(place);
  const files = new Map<string, OpenFile>();
  const close = async () => {
    await Promise.all([...files.values()].map(({ handle }) => handle.close()));
    files.clear();
  };
  return {
    write: async (file, rows) => {
      if (rows.length === 0) return;
      const name = `${file.file}.csv`;
      const known = files.get(name);
      const { handle, hash } = known ?? { handle: await open(join(place, name), 'wx', ownerAlone), hash: createHash('sha256') };
      files.set(name, { handle, hash });
      const text = csv(known ? rows : [file.columns.map((column) => column.name), ...rows]);
      hash.update(text);
      await handle.writeFile(text);
    },
    finish: async () => {
      const digests = [...files].map(([name, { hash }]) => [name, hash.digest('hex')] as const).sort();
      await close();
      await writeFile(join(place, exportMark), markOf(Object.fromEntries(digests)), { mode: ownerAlone });
      if (isThere) {
        // It may be a mount point or a link, which nothing can take the place of.
        for (const name of await readdir(place)) await rename(join(place, name), join(target, name));
        await rmdir(place);
      } else await rename(place, target);
      forget();
    },
    discard: async () => {
      await close();
      await rm(place, { recursive: true, force: true });
      forget();
    },
  };
}

function csv(rows: readonly (readonly string[])[]): string {
  // Any line break within a cell ends a record where it is not quoted; stringify itself quotes the whole delimiter alone.
  return stringify(rows.map((row) => [...row]), { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}

/** Whether the folder is there, and empty; false when it is yet to be made. */
async function isFree(target: string, shown: string): Promise<boolean> {
  const names = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new CommandFailure(error.code === 'ENOTDIR' ? `${shown} is not a folder.` : `The folder ${shown} cannot be read.`);
  });
  if (names && names.length > 0) throw new CommandFailure(`The folder ${shown} is not empty; an export never writes over anything.`);
  return names !== null;
}

/** A folder to write in, within the one that is there or beside the one that will be. */
async function makePlace(target: string, { shown, isThere }: { shown: string; isThere: boolean }): Promise<string> {
  try {
    if (isThere) return await mkdtemp(join(target, '.bundle-'));
    await mkdir(dirname(target), { recursive: true });
    return await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  } catch {
    throw new CommandFailure(`The folder ${shown} cannot be ${isThere ? 'written' : 'made'}.`);
  }
}

function removeOnSignal(place: string): () => void {
  const leave = (signal: NodeJS.Signals) => {
    // At once, so that nothing is written to it any more.
    rmSync(place, { recursive: true, force: true });
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave);
  return () => { for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, leave); };
}
