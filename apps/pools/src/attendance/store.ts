import { attendanceTopic } from '@xunlian/events';
import { recordSchema, recordStore, type Database, type Source } from '@xunlian/store';
import type { Course } from '../course/rules.ts';
import type { Person } from '../person/rules.ts';
import { decide, evolve } from './rules.ts';

const filters = { course: 'courseCode', person: 'personCode' };

/** Attendances, ordered by code: those of a course stand together. */
export const attendanceStore = (db: Database, { courses, people }: { courses: Source<Course>; people: Source<Person> }) =>
  recordStore(db, {
    name: 'attendances',
    topic: attendanceTopic,
    schema: recordSchema({ courseCode: String, personCode: String, examScore: Number }),
    decide, evolve, filters,
    references: { courseCode: courses, personCode: people },
  });
