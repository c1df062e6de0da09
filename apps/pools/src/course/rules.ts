import type { CourseRecorded, DataOf } from '@xunlian/events';
import { inOrder, recordRules } from '@xunlian/shared';
import type { HeardOffice } from '../heard.ts';

/** A course 培训 that an office holds. */
export type Course = DataOf<typeof CourseRecorded> & { readonly code: string; readonly name: string; readonly officeCode: string };

/** A course as it is stated. */
export type StatedCourse = Omit<Course, 'lineage'>;

/** What a course refers to. */
export interface CourseRefs {
  readonly officeCode: HeardOffice;
}

/** Recording a course, and the course after a fact. */
export const { decide, evolve } = recordRules<Course, StatedCourse, CourseRefs>({
  fact: 'CourseRecorded',
  noun: 'course',
  references: { officeCode: 'office' },
  // Attendances have the course's owner.
  fixed: ['officeCode'],
  kept: ['name', 'officeCode'],
  complete: (row, { officeCode: { lineage } }) => ({ ...row, lineage }),
  check: (next) => inOrder(next, 'startsOn', 'endsOn'),
});
