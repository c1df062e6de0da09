import { chmod, mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestBegun } from './manifest.ts';

/** A folder that is one run's own. */
export interface Folder {
  /** Opens a new file for its owner alone; throws when one of that name is there. */
  readonly make: (file: string) => Promise<FileHandle>;
  /** Removes what this run made, whatever else has come into the folder. */
  readonly clear: () => Promise<void>;
}

/**
 * Makes a folder that only its owner may read, or takes an empty one, so that of several runs one gets it. Throws one line when
 * it holds something or cannot be made.
 */
export async function takeFolder(folder: string): Promise<Folder> {
  const own: string[] = [];
  const make = async (file: string) => {
    const made = await open(file, 'wx', 0o600);
    own.push(file);
    return made;
  };
  const isOwn = await takeEmpty(folder, make).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The folder ${folder} cannot be used (${error.code ?? error.message}).`);
  });
  if (!isOwn) throw new Error(`The folder ${folder} is not empty; a backup never writes over anything.`);
  return { make, clear: async () => { for (const file of own) await rm(file, { force: true }); } };
}

/** Whoever begins the manifest has the folder: it is empty for all who look at the same moment. */
async function takeEmpty(folder: string, make: Folder['make']): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) return false;
  await chmod(folder, 0o700);
  const begun = await make(join(folder, manifestBegun)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null;
    throw error;
  });
  await begun?.close();
  return begun !== null;
}
