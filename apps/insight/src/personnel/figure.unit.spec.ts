import { city, fact, figureAfter, province, sibling } from '../../test/happenings.ts';
import { personnel } from './figure.ts';

describe('Personnel', () => {
  it('counts an office only once it is established, and the posts of every office', async () => {
    const offices = [
      fact('OfficeRecorded', '430000', { establishedOn: '2020-12-31', approvedPosts: 7, lineage: province }),
      fact('OfficeRecorded', '431300', { establishedOn: '2020-12-31', approvedPosts: 5, lineage: city }),
      fact('OfficeRecorded', '431302', { establishedOn: null, approvedPosts: 3 }),
      fact('OfficeRecorded', '431321', { establishedOn: '2021-01-01', lineage: sibling }),
    ];
    expect(await figureAfter(personnel, offices)).toMatchObject({ offices: 1, approvedPosts: 8 });
    expect(await figureAfter(personnel, offices, { lineage: province })).toMatchObject({ offices: 2, approvedPosts: 15 });
  });

  it('counts a group without a day as always established', async () => {
    const groups = [fact('GroupRecorded', 'g1', { establishedOn: null }), fact('GroupRecorded', 'g2', { establishedOn: '2020-12-31' }), fact('GroupRecorded', 'g3', { establishedOn: '2021-01-01' })];
    expect(await figureAfter(personnel, groups)).toMatchObject({ groups: 2 });
  });

  it('counts people who had joined by the last day, in each pool they belong to', async () => {
    const people = [
      fact('PersonRecorded', 'p1', { employment: 'FULL_TIME', pools: ['LEADER', 'TALENT'] }),
      fact('PersonRecorded', 'p2', { employment: 'SECONDED', pools: ['TALENT'], joinedOn: '2020-12-31' }),
      fact('PersonRecorded', 'p3', { employment: 'FULL_TIME', pools: ['LEADER'], joinedOn: '2021-01-01' }),
    ];
    expect(await figureAfter(personnel, people)).toMatchObject({ fullTime: 1, leaderPool: 1, talentPool: 2 });
  });

  it('counts distinct people at courses, and every attendance at training of any kind', async () => {
    const courses = [
      fact('CourseRecorded', 'c1', { kind: 'COURSE', startsOn: '2020-01-01' }), fact('CourseRecorded', 'c2', { kind: 'COURSE', startsOn: '2020-06-01' }),
      fact('CourseRecorded', 'l1', { kind: 'LECTURE', startsOn: '2020-06-01' }), fact('CourseRecorded', 'c3', { kind: 'COURSE', startsOn: '2021-01-01' }),
    ];
    const attendances = [['c1', 'p1'], ['c2', 'p1'], ['c2', 'p2'], ['l1', 'p3'], ['c3', 'p4']].map(([courseCode, personCode]) =>
      fact('AttendanceRecorded', `${courseCode}~${personCode}`, { courseCode, personCode }));
    expect(await figureAfter(personnel, [...attendances, ...courses])).toMatchObject({ trainees: 2, attendances: 4 });
  });
});
