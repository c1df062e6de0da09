import type { AttendanceRecorded, DataOf } from '@xunlian/events';
import { recordRules } from '@xunlian/shared';
import type { Course } from '../course/rules.ts';
import type { Person } from '../person/rules.ts';

/** A person's attendance at a course; its code is `course~person`, its owner the course's office. */
export type Attendance = DataOf<typeof AttendanceRecorded> & { readonly code: string };

/** An attendance as it is stated. */
export type StatedAttendance = Omit<Attendance, 'lineage'>;

/** What an attendance refers to; the person may be of any office. */
export interface AttendanceRefs {
  readonly courseCode: Course;
  readonly personCode: Person;
}

/** Recording an attendance, and the attendance after a fact. */
export const { decide, evolve } = recordRules<Attendance, StatedAttendance, AttendanceRefs>({
  fact: 'AttendanceRecorded',
  noun: 'attendance',
  references: { courseCode: 'course', personCode: 'person' },
  fixed: [],
  kept: [],
  complete: (row, { courseCode: { lineage } }) => ({ ...row, lineage }),
});
