import type { RecordContext } from '@xunlian/service/records';
import type { Database } from '@xunlian/store';
import { divisionStore } from './division/store.ts';
import { groupStore } from './group/store.ts';
import { officeStore } from './office/store.ts';
import { organizationStore } from './organization/store.ts';

/** The stores of this service; it hears no other. */
export function openStores(db: Database) {
  const divisions = divisionStore(db);
  const offices = officeStore(db, { divisions: divisions.source });
  const groups = groupStore(db, { offices: offices.source });
  const organizations = organizationStore(db, { divisions: divisions.source, offices: offices.source });
  return { kinds: { divisions, offices, groups, organizations }, heard: [] };
}

/** What a request carries. */
export type Context = RecordContext<ReturnType<typeof openStores>['kinds']>;
