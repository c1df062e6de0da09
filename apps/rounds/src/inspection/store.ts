import { inspectionTopic } from '@xunlian/events';
import { listedBy, recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { ClientSession } from 'mongoose';
import type { HeardGroup, HeardOrganization } from '../heard.ts';
import { recusalKey } from '../recusal/rules.ts';
import { loadMembers, type TiedPerson } from '../recusal/store.ts';
import { roundKey, type Round } from '../round/rules.ts';
import { decide, evolve, extensionKey, extensionsIn, regularKey, type Inspection, type InspectionPeer } from './rules.ts';
import { stageOf } from './stage.ts';

const day = 'enteredOn';
const filters = {
  round: 'roundCode', group: 'groupCode', organization: 'organizationCode', mode: 'mode', extendedFrom: 'extendedFromCode',
  stage: 'stage', elevated: 'isElevated', cross: 'isCross',
};

/** Where the records are found that an inspection is decided with. */
export interface InspectionSources {
  readonly rounds: Source<Round>;
  readonly groups: Source<HeardGroup>;
  readonly organizations: Source<HeardOrganization>;
  readonly people: Source<TiedPerson>;
}

/** Inspections, the latest entered first, those not entered last. */
export const inspectionStore = (db: Database, { rounds, groups, organizations, people }: InspectionSources) =>
  recordStore(db, {
    name: 'inspections',
    topic: inspectionTopic,
    schema: recordSchema(
      {
        roundCode: String, groupCode: String, organizationCode: String, term: Number, mode: String, elevated: Boolean, cross: Boolean,
        extendedFromCode: String, preparedOn: String, enteredOn: String, reportedOn: String, fedBackOn: String, transferredOn: String,
        archivedOn: String, stage: String, isElevated: Boolean, isCross: Boolean,
      },
      day,
    ),
    decide, evolve, day, filters,
    // Who does not say that it is elevated is found among those that are not.
    derived: (inspection) => ({ stage: stageOf(inspection), isElevated: inspection.elevated === true, isCross: inspection.cross === true }),
    references: { roundCode: rounds, groupCode: groups, organizationCode: organizations, extendedFromCode: 'self' },
    peers: {
      keys: (row, { roundCode: round }) => [
        recusalKey(row), roundKey(row.roundCode), ...(round && row.mode === 'REGULAR' ? [regularKey({ ...row, ...round })] : []),
        ...(row.extendedFromCode === null ? [] : [extensionKey(row.code), extensionKey(row.extendedFromCode)]),
      ],
      load: async (keys, session): Promise<Loaded> =>
        [...await loadMembers(db, people)(keys, session), ...await loadRegular(db, keys, session), ...await loadExtensions(db, keys, session)],
      join: asPeer,
    },
  });

type Loaded = readonly (readonly [string, InspectionPeer])[];

async function loadRegular(db: Database, keys: readonly string[], session: ClientSession): Promise<Loaded> {
  const organizations = keys.flatMap((key) => /^regular\/([^~]+)~/.exec(key)?.[1] ?? []);
  if (organizations.length === 0) return [];
  const found = await db.collection('inspections')
    .find<InspectionDocument>({ ...listedBy('organizationCode', organizations), mode: 'REGULAR' }, { session, projection: { organizationCode: 1, lineage: 1, term: 1 } })
    .toArray();
  return found.map((inspection) => [regularKey(inspection), asPeer({ ...inspection, code: inspection._id })]);
}

async function loadExtensions(db: Database, keys: readonly string[], session: ClientSession): Promise<Loaded> {
  const codes = extensionsIn(keys);
  if (codes.length === 0) return [];
  const either = [{ _id: { $in: codes }, extendedFromCode: { $ne: null } }, listedBy('extendedFromCode', codes)];
  const found = await db.collection<InspectionDocument>('inspections').find({ $or: either }, { session, projection: { extendedFromCode: 1 } }).toArray();
  return found.flatMap(({ _id: code, extendedFromCode }) =>
    [code, extendedFromCode ?? code].map((key) => [extensionKey(key), asPeer({ code })] as const));
}

type InspectionDocument = Inspection & { readonly _id: string };

function asPeer({ code }: Pick<Inspection, 'code'>): InspectionPeer {
  return { type: 'inspection', code };
}
