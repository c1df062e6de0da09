import { attendanceTopic, courseTopic, CourseKind, Employment, groupTopic, officeTopic, personTopic } from '@xunlian/events';
import type { Figure } from '../figures/figure.ts';
import { onlyCounts } from '../figures/figure.ts';
import { count, day, holds, oneOf, text } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** Who and what the offices have, as at the last day, and who was trained in the period. */
export interface PersonnelFigures {
  readonly offices: number;
  readonly groups: number;
  readonly approvedPosts: number;
  readonly fullTime: number;
  readonly leaderPool: number;
  readonly talentPool: number;
  readonly trainees: number;
  readonly attendances: number;
}

/** What the figure is counted over. */
export const personnelTables = [
  table('offices', officeTopic, { establishedOn: day, approvedPosts: count }),
  table('groups', groupTopic, { establishedOn: day }),
  table('people', personTopic, { employment: oneOf(Employment), leader: holds('pools', 'LEADER'), talent: holds('pools', 'TALENT'), joinedOn: day }),
  table('courses', courseTopic, { kind: oneOf(CourseKind), startsOn: day }),
  table('attendances', attendanceTopic, { courseCode: text, personCode: text }),
];

/** Without a day an office is not established, a group and a person always were. Approved posts are those of every office. */
export const personnel: Figure<PersonnelFigures> = {
  name: 'personnel',
  cost: 6,
  tallies: ({ owned, during, to }) => [{
    counts: ['office.established', 'standing.established', 'office.posts',
      'person.fullTime', 'person.leaders', 'person.talents', 'training.trainees', 'training.attendances'],
    over: `
      (SELECT count(*) FILTER (establishedOn <= ${to}) AS established, coalesce(sum(approvedPosts), 0) AS posts
        FROM offices WHERE ${owned()}) AS office,
      (SELECT count(*) AS established FROM groups WHERE ${owned()} AND (establishedOn IS NULL OR establishedOn <= ${to})) AS standing,
      (SELECT count(*) FILTER (employment = 'FULL_TIME') AS fullTime, count(*) FILTER (leader) AS leaders, count(*) FILTER (talent) AS talents
        FROM people WHERE ${owned()} AND (joinedOn IS NULL OR joinedOn <= ${to})) AS person,
      (SELECT count(DISTINCT personCode) FILTER (kind = 'COURSE') AS trainees, count(*) AS attendances
        FROM attendances JOIN courses ON courses.code = courseCode WHERE ${owned('attendances')} AND ${during('startsOn')}) AS training`,
  }],
  answer: (lines) => {
    const [offices = 0, groups = 0, approvedPosts = 0, ...people] = onlyCounts(lines);
    const [fullTime = 0, leaderPool = 0, talentPool = 0, trainees = 0, attendances = 0] = people;
    return { offices, groups, approvedPosts, fullTime, leaderPool, talentPool, trainees, attendances };
  },
};
