import { findingTopic, inspectionTopic, officeTopic, organizationTopic, personTopic } from '@xunlian/events';
import type { DataOf, FindingRecorded, InspectionRecorded, OfficeRecorded } from '@xunlian/events';
import type { Owned } from '@xunlian/shared';
import { readModel, type Database, type Source } from '@xunlian/store';

/** What this service keeps of offices, organisations and people: that they exist, and whose they are. */
export type HeardRecord = Owned & Pick<DataOf<typeof OfficeRecorded>, 'lineage'>;

/** What this service keeps of an inspection. */
export type HeardInspection = Owned & Pick<DataOf<typeof InspectionRecorded>, 'lineage' | 'fedBackOn'>;

/** What this service keeps of a finding. */
export type HeardFinding = Owned & Pick<DataOf<typeof FindingRecorded>, 'lineage' | 'inspectionCode' | 'immediate' | 'foundOn'>;

/** A finding with the day that its inspection was fed back; null while it is not, or while nothing is heard of the inspection. */
export type FedBackFinding = HeardFinding & Pick<HeardInspection, 'fedBackOn'>;

/** Offices as `organizations` tells of them. */
export const heardOffices = (db: Database) => readModel<HeardRecord>(db, officeTopic, { fields: ['lineage'] });

/** Organisations as `organizations` tells of them. */
export const heardOrganizations = (db: Database) => readModel<HeardRecord>(db, organizationTopic, { fields: ['lineage'] });

/** People as `pools` tells of them. */
export const heardPeople = (db: Database) => readModel<HeardRecord>(db, personTopic, { fields: ['lineage'] });

/** Inspections as `rounds` tells of them. */
export const heardInspections = (db: Database) => readModel<HeardInspection>(db, inspectionTopic, { fields: ['lineage', 'fedBackOn'] });

/** Findings as `findings` tells of them. */
export const heardFindings = (db: Database) =>
  readModel<HeardFinding>(db, findingTopic, { fields: ['lineage', 'inspectionCode', 'immediate', 'foundOn'] });

/** Findings together with the feedback of their inspections. */
export const withFeedback = (findings: Source<HeardFinding>, inspections: Source<HeardInspection>): Source<FedBackFinding> => ({
  async find(codes, session) {
    const found = [...(await findings.find(codes, session)).values()];
    const held = await inspections.find([...new Set(found.map(({ inspectionCode }) => inspectionCode))], session);
    return new Map(found.map((finding) => [finding.code, { ...finding, fedBackOn: held.get(finding.inspectionCode)?.fedBackOn ?? null }]));
  },
});
