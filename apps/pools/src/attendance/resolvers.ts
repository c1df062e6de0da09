import { recordResolvers } from '@xunlian/service/records';
import { composedCode } from '@xunlian/shared';
import type { AttendanceInput } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import type { Attendance, StatedAttendance } from './rules.ts';

/** Attendances in the graph. */
export const attendance = recordResolvers<Context, Attendance, StatedAttendance, AttendanceInput>({
  type: 'Attendance',
  many: 'Attendances',
  store: ({ attendances }) => attendances,
  row: (input) => ({ examScore: null, ...input, code: composedCode(input.courseCode, input.personCode) }),
  own: { course: ['courseCode', ({ courses }) => courses], person: ['personCode', ({ people }) => people] },
  listed: { Course: { attendances: 'courseCode' }, Person: { attendances: 'personCode' } },
});
