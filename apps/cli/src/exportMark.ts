import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isRegularFile } from './regularFile.ts';

/** Name of the file that marks a folder as an export, beside the files of the bundle. */
export const exportMark = 'export.json';

const format = 'xunlian-export/1';

/** The mark of an export of files with these digests: SHA-256 in hexadecimal, by name. */
export function markOf(files: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ format, files }, null, 2)}\n`;
}

/** A folder that is marked as an export; `changed` names the first file that is not, to the byte, as it was exported. */
export interface Export {
  readonly changed: string | null;
}

/** Reads the mark of a folder that holds these CSV files; null when there is none. */
export async function exportIn(folder: string, { names, csv }: { names: readonly string[]; csv: readonly string[] }): Promise<Export | null> {
  if (!names.includes(exportMark)) return null;
  const digests = await markedIn(join(folder, exportMark));
  if (!digests) return { changed: exportMark };
  for (const name of new Set([...csv, ...digests.keys()]))
    if (digests.get(name) !== await digestOf(join(folder, name))) return { changed: name };
  return { changed: null };
}

/** What a mark says of each file; null when it is none. */
async function markedIn(path: string): Promise<ReadonlyMap<string, unknown> | null> {
  const text = await isRegularFile(path) ? await readFile(path, 'utf8').catch(() => '') : '';
  try {
    const mark: unknown = JSON.parse(text);
    if (typeof mark !== 'object' || !mark || !('format' in mark) || mark.format !== format || !('files' in mark)) return null;
    return typeof mark.files === 'object' && mark.files ? new Map(Object.entries(mark.files)) : null;
  } catch {
    return null;
  }
}

/** Null when the file cannot be read. */
async function digestOf(path: string): Promise<string | null> {
  if (!(await isRegularFile(path))) return null;
  const hash = createHash('sha256');
  return pipeline(createReadStream(path), hash).then(() => hash.digest('hex'), () => null);
}
