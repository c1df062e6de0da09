import {
  groupTopic, officeTopic, organizationTopic, personTopic, tieTopic,
  type DataOf, type OfficeRecorded, type OrganizationRecorded, type PersonRecorded, type TieRecorded,
} from '@xunlian/events';
import type { Owned } from '@xunlian/shared';
import { readModel, type Database } from '@xunlian/store';

/** What this service keeps of an office. */
export type HeardOffice = Owned & Pick<DataOf<typeof OfficeRecorded>, 'lineage'>;

/** What this service keeps of a group: its lineage ends with the office it belongs to. */
export type HeardGroup = HeardOffice;

/** What this service keeps of an organisation: its lineage ends with the responsible office. */
export type HeardOrganization = Owned & Pick<DataOf<typeof OrganizationRecorded>, 'kind'>;

/** What this service keeps of a person. */
export type HeardPerson = Owned & Pick<DataOf<typeof PersonRecorded>, 'pools'>;

/** What this service keeps of a tie that calls for recusal. */
export type HeardTie = Owned & Pick<DataOf<typeof TieRecorded>, 'personCode' | 'organizationCode' | 'kind' | 'untilOn'>;

/** Offices as `organizations` tells of them. */
export const heardOffices = (db: Database) => readModel<HeardOffice>(db, officeTopic, { fields: ['lineage'] });

/** Groups as `organizations` tells of them. */
export const heardGroups = (db: Database) => readModel<HeardGroup>(db, groupTopic, { fields: ['lineage'] });

/** Organisations as `organizations` tells of them. */
export const heardOrganizations = (db: Database) => readModel<HeardOrganization>(db, organizationTopic, { fields: ['lineage', 'kind'] });

/** People as `pools` tells of them. */
export const heardPeople = (db: Database) => readModel<HeardPerson>(db, personTopic, { fields: ['lineage', 'pools'] });

/** Ties as `pools` tells of them, found by person or by organisation. */
export const heardTies = (db: Database) =>
  readModel<HeardTie>(db, tieTopic, {
    fields: ['lineage', 'personCode', 'organizationCode', 'kind', 'untilOn'],
    indexed: ['personCode', 'organizationCode'],
  });
