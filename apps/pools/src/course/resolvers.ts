import { recordResolvers } from '@xunlian/service/records';
import type { CourseInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Course, StatedCourse } from './rules.ts';

/** Courses in the graph. */
export const course = recordResolvers<Context, Course, StatedCourse, CourseInput>({
  type: 'Course',
  many: 'Courses',
  store: ({ courses }) => courses,
  row: (input) => ({ endsOn: null, ...input }),
  listed: { Office: { courses: 'officeCode' } },
});
