import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** A row of a bundle by column name; a column that the file lacks is absent. */
export type BundleRow = Readonly<Record<string, string>>;

/** The rows of a bundle by file name without `.csv`; none where the file is absent. */
export type BundleRows = (file: string) => readonly BundleRow[];

/** Reads whole bundles, one after the other, as if they were one; each file is read once. */
export function readBundles(...folders: readonly string[]): BundleRows {
  const files = new Map<string, BundleRow[]>();
  return (file) => {
    const rows = files.get(file) ?? folders.map((folder) => join(folder, `${file}.csv`)).filter(existsSync)
      .flatMap((path) => parse<BundleRow>(readFileSync(path), { bom: true, columns: true }));
    files.set(file, rows);
    return rows;
  };
}
