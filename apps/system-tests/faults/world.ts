import { format, getFile, readRow } from '@xunlian/interchange';
import { askWhole } from '@xunlian/testing/graph';
import type { World } from './commands.ts';
import type { Range } from './range.ts';
import type { Stated } from './recorder.ts';
import type { BundleRow } from '../src/bundleRows.ts';

interface Found {
  readonly inspections: { readonly nodes: readonly { readonly code: string; readonly enteredOn: string | null }[] };
  readonly organizations: { readonly nodes: readonly { readonly code: string }[] };
}

/** What commands can build on in a range. */
export async function worldOf({ cluster, province, bundle }: Range): Promise<World> {
  const { inspections, organizations } = await askWhole<Found>(cluster.urls[0] ?? '', '{ inspections(first: 200) { nodes { code enteredOn } } organizations(first: 200) { nodes { code } } }');
  const stated = new Map(format.map(({ file }) => [file, bundle(file).map((row) => statedIn(file, row))]));
  return {
    office: province,
    inspections: inspections.nodes.flatMap(({ code, enteredOn }) => (enteredOn === null ? [] : [{ code, enteredOn }])),
    organizations: organizations.nodes.map(({ code }) => code),
    stated: (file) => stated.get(file) ?? [],
    findings: new Map(), clues: new Map(), transferred: [], rectified: new Set(), plans: [],
  };
}

/** What a row of a file's bundle states. Throws where it cannot be read. */
export function statedIn(file: string, row: BundleRow): Stated {
  const read = readRow(getFile(file), row);
  if ('problems' in read) throw new Error(`${file}.csv has a row that cannot be read.`);
  return read.input;
}
