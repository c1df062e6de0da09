import { Refusal, type Viewer } from '@xunlian/shared';
import type { Course } from '../course/rules.ts';
import type { Person } from '../person/rules.ts';
import { decide } from './rules.ts';

type AttendanceCommand = Parameters<typeof decide>[1];

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: ['430000', '431300'] };
const course: Course = { code: 's1', lineage: ['430000', '431300'], officeCode: '431300', name: '以巡代训', kind: 'COURSE', startsOn: '2020-04-01', endsOn: null };
const person: Person = {
  code: 'p1', lineage: ['430000'], officeCode: '430000', name: '姜文建', organizationCode: null, employment: 'OTHER', pools: [], expertise: [], joinedOn: null,
};

const recording = (examScore: number | null, refs: AttendanceCommand['refs'] = { courseCode: course, personCode: person }): AttendanceCommand =>
  ({ type: 'record', origin: 'STATED', by, row: { code: 's1~p1', courseCode: 's1', personCode: 'p1', examScore }, refs, peers: () => [] });

const refused = (command: AttendanceCommand) => {
  try {
    decide(null, command);
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}`;
  }
  return 'not refused';
};

describe('An attendance', () => {
  it('belongs to the office that holds the course, whatever office the person is of', () =>
    expect(decide(null, recording(null))[0]?.data).toEqual({ lineage: course.lineage, courseCode: 's1', personCode: 'p1', examScore: null }));
  it.each([0, 59.5, 87.333, 100])('may have the score %d', (score) => expect(decide(null, recording(score))).toHaveLength(1));
  it.each([-0.5, 100.5])('has no score of %d', (score) => expect(refused(recording(score))).toBe('INVALID examScore'));
  it('is at a course that is there', () => expect(refused(recording(1, { courseCode: undefined, personCode: person }))).toBe('INVALID courseCode'));
  it('is of a person who is there', () => expect(refused(recording(1, { courseCode: course, personCode: undefined }))).toBe('INVALID personCode'));
});
