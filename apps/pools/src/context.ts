import type { RecordContext } from '@xunlian/service/records';
import type { Database } from '@xunlian/store';
import { attendanceStore } from './attendance/store.ts';
import { courseStore } from './course/store.ts';
import { heardOffices, heardOrganizations } from './heard.ts';
import { personStore } from './person/store.ts';
import { tieStore } from './tie/store.ts';

/** The stores of this service, and what it keeps of offices and organisations. */
export function openStores(db: Database) {
  const offices = heardOffices(db);
  const organizations = heardOrganizations(db);
  const people = personStore(db, { offices, organizations });
  const ties = tieStore(db, { people: people.source, organizations });
  const courses = courseStore(db, { offices });
  const attendances = attendanceStore(db, { courses: courses.source, people: people.source });
  return { kinds: { people, ties, courses, attendances }, heard: [offices, organizations] };
}

/** What a request carries. */
export type Context = RecordContext<ReturnType<typeof openStores>['kinds']>;
