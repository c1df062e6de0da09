import type { FileHandle } from 'node:fs/promises';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { getFile } from '@xunlian/interchange';
import { stringify } from 'csv-stringify/sync';

/** Cells of a row by column name; a column may be left out. */
export type Cells = Readonly<Record<string, string | number>>;

/** Takes the rows of a bundle; nothing is kept beyond the next flush. */
export interface Sink {
  readonly add: (file: string, row: Cells) => void;
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Rows taken so far, of one file or of all. */
  readonly count: (file?: string) => number;
}

/** Counts rows and drops them. */
export function countingSink(): Sink {
  const counts = new Map<string, number>();
  return {
    add: (file) => { counts.set(file, (counts.get(file) ?? 0) + 1); },
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(),
    count: (file) => (file === undefined ? [...counts.values()].reduce((sum, count) => sum + count, 0) : counts.get(file) ?? 0),
  };
}

/** Writes rows to the files of a folder, which is made if need be; files that are there are written over. */
export async function folderSink(folder: string): Promise<Sink> {
  await mkdir(folder, { recursive: true });
  const counting = countingSink();
  const waiting = new Map<string, string[][]>();
  const handles = new Map<string, FileHandle>();
  const write = async (name: string, rows: readonly string[][]) => {
    const text = stringify([...rows], { record_delimiter: '\r\n' });
    const handle = handles.get(name) ?? await open(join(folder, `${name}.csv`), 'w');
    if (!handles.has(name)) await handle.writeFile(`${getFile(name).columns.map((column) => column.name).join(',')}\r\n`);
    handles.set(name, handle);
    await handle.writeFile(text);
  };
  const flush = async () => {
    for (const [name, rows] of waiting) await write(name, rows);
    waiting.clear();
  };
  return {
    ...counting, flush,
    add: (name, row) => {
      counting.add(name, row);
      const rows = waiting.get(name) ?? [];
      rows.push(getFile(name).columns.map((column) => String(row[column.name] ?? '')));
      waiting.set(name, rows);
    },
    close: async () => {
      await flush();
      for (const handle of handles.values()) await handle.close();
    },
  };
}
