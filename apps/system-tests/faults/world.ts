import { askWhole } from '@xunlian/testing/graph';
import type { World } from './commands.ts';
import type { Range } from './range.ts';

interface Found {
  readonly inspections: { readonly nodes: readonly { readonly code: string; readonly enteredOn: string | null }[] };
  readonly organizations: { readonly nodes: readonly { readonly code: string }[] };
}

/** What commands can build on in a range. */
export async function worldOf({ cluster, province }: Range): Promise<World> {
  const { inspections, organizations } = await askWhole<Found>(cluster.urls[0] ?? '', '{ inspections(first: 200) { nodes { code enteredOn } } organizations(first: 200) { nodes { code } } }');
  return {
    office: province,
    inspections: inspections.nodes.flatMap(({ code, enteredOn }) => (enteredOn === null ? [] : [{ code, enteredOn }])),
    organizations: organizations.nodes.map(({ code }) => code),
    findings: new Map(), clues: new Map(), transferred: [], rectified: new Set(),
  };
}
