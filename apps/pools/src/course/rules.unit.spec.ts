import { Refusal, type Viewer } from '@xunlian/shared';
import { decide, evolve, type Course, type StatedCourse } from './rules.ts';

type CourseCommand = Parameters<typeof decide>[1];

const by: Viewer = { name: 'registrar', role: 'REGISTRAR', lineage: [] };
const city = { code: '431300', lineage: ['430000', '431300'], approvedPosts: null };
const county = { code: '431302', lineage: [...city.lineage, '431302'], approvedPosts: null };
const stated: StatedCourse = { code: 's1', name: '以巡代训', officeCode: city.code, kind: 'SECONDMENT', startsOn: '2020-04-01', endsOn: '2020-12-20' };

const recording = (row: Partial<StatedCourse>, office: typeof city | undefined = city): CourseCommand =>
  ({ type: 'record', origin: 'STATED', by, row: { ...stated, ...row }, refs: { officeCode: office }, peers: () => [] });

const refused = (was: Course | null, command: CourseCommand) => {
  try {
    decide(was, command);
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}`;
  }
  return 'not refused';
};

describe('A course', () => {
  it('is published without its name', () =>
    expect(decide(null, recording({}))).toEqual([{
      type: 'CourseRecorded',
      data: { lineage: city.lineage, kind: 'SECONDMENT', startsOn: '2020-04-01', endsOn: '2020-12-20' },
      kept: { name: '以巡代训', officeCode: city.code },
    }]));
  it('may last one day', () => expect(decide(null, recording({ endsOn: stated.startsOn }))).toHaveLength(1));
  it('may have no last day', () => expect(decide(null, recording({ endsOn: null }))).toHaveLength(1));
  it('does not end before it starts', () => expect(refused(null, recording({ endsOn: '2020-03-31' }))).toBe('INVALID endsOn'));
  it('is held by an office that is there', () =>
    expect(refused(null, { ...recording({}), refs: { officeCode: undefined } })).toBe('INVALID officeCode'));
  it('stays with its office', () => {
    const was = decide(null, recording({})).reduce<Course | null>((course, fact) => evolve(course, fact, 's1'), null);
    expect(refused(was, recording({ officeCode: county.code }, county))).toBe('CONFLICT officeCode');
  });
});
