import { organizationTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { ClientSession } from 'mongoose';
import type { Division } from '../division/rules.ts';
import type { Office } from '../office/rules.ts';
import { aboveKey, decide, evolve, mostAbove, parentsIn, treeKey, type OrganizationPeer } from './rules.ts';

const filters = { kind: 'kind', division: 'divisionCode', parent: 'parentCode' };

/** Party organisations, ordered by code. */
export const organizationStore = (db: Database, { divisions, offices }: { divisions: Source<Division>; offices: Source<Office> }) =>
  recordStore(db, {
    name: 'organizations',
    topic: organizationTopic,
    schema: recordSchema({ name: String, kind: String, divisionCode: String, parentCode: String }),
    decide, evolve, filters,
    references: { divisionCode: divisions, officeCode: offices, parentCode: 'self' },
    peers: {
      keys: ({ parentCode }) => (parentCode === null ? [] : [treeKey, aboveKey(parentCode)]),
      load: async (keys, session) => (await loadAbove(db, parentsIn(keys), session)).map((organization) => [treeKey, organization]),
      join: ({ code, parentCode }) => ({ code, parentCode }),
    },
  });

/** The organisations with these codes and those above them, as many as there may be. */
async function loadAbove(db: Database, codes: readonly string[], session: ClientSession): Promise<OrganizationPeer[]> {
  const known = new Map<string, OrganizationPeer>();
  for (let [asked, above] = [[...codes], 0]; asked.length > 0 && above < mostAbove; above += 1) {
    const found = await db.collection<OrganizationDocument>('organizations').find({ _id: { $in: asked } }, { session, projection: { parentCode: 1 } }).toArray();
    for (const { _id: code, parentCode } of found) known.set(code, { code, parentCode });
    asked = found.flatMap(({ parentCode }) => (parentCode === null || known.has(parentCode) ? [] : [parentCode]));
  }
  return [...known.values()];
}

interface OrganizationDocument {
  readonly _id: string;
  readonly parentCode: string | null;
}
