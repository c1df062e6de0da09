import { inspectionTopic, officeTopic, type DataOf, type InspectionRecorded, type OfficeRecorded } from '@xunlian/events';
import type { Owned } from '@xunlian/shared';
import { readModel, type Database } from '@xunlian/store';

/** What this service keeps of an office. */
export type HeardOffice = Owned & Pick<DataOf<typeof OfficeRecorded>, 'lineage'>;

/** What this service keeps of an inspection. */
export type HeardInspection = Owned &
  Pick<DataOf<typeof InspectionRecorded>, 'lineage' | 'organizationCode' | 'roundCode' | 'preparedOn' | 'enteredOn' | 'fedBackOn'>;

/** Offices as `organizations` tells of them. */
export const heardOffices = (db: Database) => readModel<HeardOffice>(db, officeTopic, { fields: ['lineage'] });

/** Inspections as `rounds` tells of them. */
export const heardInspections = (db: Database) =>
  readModel<HeardInspection>(db, inspectionTopic, { fields: ['lineage', 'organizationCode', 'roundCode', 'preparedOn', 'enteredOn', 'fedBackOn'] });
