import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes a folder that only its owner may read, or takes an empty one. Throws one line when it holds something or cannot be
 * made. What it gives empties the folder again.
 */
export async function takeFolder(folder: string): Promise<() => Promise<void>> {
  const names = await make(folder).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The folder ${folder} cannot be used (${error.code ?? error.message}).`);
  });
  if (names.length > 0) throw new Error(`The folder ${folder} is not empty; a backup never writes over anything.`);
  return async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name));
  };
}

async function make(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  if (names.length === 0) await chmod(folder, 0o700);
  return names;
}
