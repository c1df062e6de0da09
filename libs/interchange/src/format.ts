import type { RecordFile } from './recordFile.ts';
import { findingsFiles } from './files/findings.ts';
import { organizationsFiles } from './files/organizations.ts';
import { poolsFiles } from './files/pools.ts';
import { rectificationFiles } from './files/rectification.ts';
import { roundsFiles } from './files/rounds.ts';

/**
 * The 26 files in the order of import: each after those that it refers to. Inspections stand before assignments, so that
 * of a member with a tie to the inspected organisation it is the assignment that is refused.
 */
export const format: readonly RecordFile[] = [
  ...organizationsFiles, ...poolsFiles, ...roundsFiles, ...findingsFiles, ...rectificationFiles,
];

const byName = new Map(format.map((file) => [file.file, file]));

/** The file of that name (without `.csv`); null where the format has none. */
export function findFile(name: string): RecordFile | null {
  return byName.get(name) ?? null;
}

/** As findFile, for a name that the format itself gives. Throws where it has none. */
export function getFile(name: string): RecordFile {
  const file = byName.get(name);
  if (!file) throw new Error(`The format has no file ${name}.`);
  return file;
}
