import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { databases, type Kept } from './kept.ts';

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

const Manifest = z.strictObject({
  format: z.literal(1),
  /** The moment that everything in it is of, by MongoDB's clock. */
  moment: z.iso.datetime(),
  /** Tells whether a key is the one that its sealed fields open with; null where that was not known. */
  sealKey: hex(32).nullable(),
  collections: z.array(z.strictObject({ database: z.enum(databases), collection: z.string().min(1), rows: z.int().min(1), sha256: hex(64) })),
});

/** What a backup holds. It is written last: a folder without it is no backup. */
export type Manifest = z.output<typeof Manifest>;

const name = 'manifest.json';

/** Name of the file that becomes the manifest; whoever made it has the folder. */
export const manifestBegun = `${name}.new`;

/** The file of a collection. */
export const fileOf = (folder: string, { database, collection }: Kept): string => join(folder, `${database}.${encodeURIComponent(collection)}.ndjson.gz`);

/** Makes a folder of files, which this run has, a backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const begun = join(folder, manifestBegun);
  await writeFile(begun, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(begun, join(folder, name));
}

/** The manifest of a backup, and its digest, by which the backup is known. Throws one line when there is none or it is damaged. */
export async function readManifest(folder: string): Promise<{ readonly manifest: Manifest; readonly digest: string }> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => {
    throw new Error(`${folder} is no backup: it holds no ${name}, which is written when a backup is complete.`);
  });
  try {
    return { manifest: Manifest.parse(JSON.parse(text)), digest: createHash('sha256').update(text).digest('hex') };
  } catch {
    throw new Error(`${name} in ${folder} is damaged, or of another version of Xunlian.`);
  }
}
