import { officeTopic, organizationTopic, type DataOf, type OfficeRecorded } from '@xunlian/events';
import type { Owned } from '@xunlian/shared';
import { readModel, type Database } from '@xunlian/store';

/** What this service keeps of an office; posts are null without limit. */
export type HeardOffice = Owned & Pick<DataOf<typeof OfficeRecorded>, 'lineage' | 'approvedPosts'>;

/** What this service keeps of a party organisation: that there is one. */
export type HeardOrganization = Owned;

/** Offices as `organizations` tells of them. */
export const heardOffices = (db: Database) => readModel<HeardOffice>(db, officeTopic, { fields: ['lineage', 'approvedPosts'] });

/** Party organisations as `organizations` tells of them. */
export const heardOrganizations = (db: Database) => readModel<HeardOrganization>(db, organizationTopic, { fields: ['lineage'] });
