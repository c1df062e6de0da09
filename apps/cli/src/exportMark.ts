import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** Name of the file that marks a folder as an export, beside the files of the bundle. */
export const exportMark = 'export.json';

/** What the mark says: SHA-256 of every file of the bundle, in hexadecimal, by name. */
const Mark = z.strictObject({ format: z.literal('xunlian-export/1'), files: z.record(z.string(), z.string()) });

/** The mark of an export of these files. */
export function markOf(digests: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ format: 'xunlian-export/1', files: digests } satisfies z.infer<typeof Mark>, null, 2)}\n`;
}

/** What marks a folder as an export; `changed` names the first file that is not, to the byte, as it was exported. */
export interface Export {
  readonly changed: string | null;
}

/** Reads the mark of a folder that holds these CSV files; null when it has none. */
export async function exportIn(folder: string, names: readonly string[]): Promise<Export | null> {
  const text = await readFile(join(folder, exportMark), 'utf8').catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : ''));
  if (text === null) return null;
  const mark = Mark.safeParse(parsed(text));
  if (!mark.success) return { changed: exportMark };
  const { files } = mark.data;
  for (const name of new Set([...names, ...Object.keys(files)]))
    if (files[name] !== await digestOf(join(folder, name))) return { changed: name };
  return { changed: null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Null when the file cannot be read. */
async function digestOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  return pipeline(createReadStream(path), hash).then(() => hash.digest('hex'), () => null);
}
