import { after } from './dice.ts';
import type { Establishment } from './establish.ts';
import type { Held, Tools } from './inspect.ts';

/** Writes an office's plan, ties, courses and what else does not hang on an inspection. */
export function manage(place: Establishment, elsewhere: string, { sink, code, chance }: Tools): void {
  const { office: { code: office }, groups, organizations, organ } = place;
  const plan = code('l');
  sink.add('plans', { code: plan, office_code: office, name: '五年全覆盖规划', starts_on: '2017-01-01', ends_on: '2021-12-31' });
  for (const organization of organizations) sink.add('plan_organizations', { plan_code: plan, organization_code: organization.code });
  const people = groups.flatMap((group) => group.crew);
  // Ties are to an organisation that none of these people ever inspects.
  for (const kind of ['WORKED_AT', 'NATIVE_PLACE', 'RELATIVE'])
    sink.add('ties', { person_code: chance.pick(people), organization_code: elsewhere, kind, until_on: kind === 'WORKED_AT' ? '2014-12-31' : '' });
  for (const kind of ['COURSE', 'LECTURE', 'SECONDMENT']) {
    const course = code('s');
    const startsOn = after('2017-01-10', chance.below(1200));
    sink.add('courses', { code: course, office_code: office, name: '巡察业务培训', kind, starts_on: startsOn, ends_on: kind === 'LECTURE' ? '' : after(startsOn, 5) });
    for (const person of people.slice(0, 4)) sink.add('attendances', { course_code: course, person_code: person, exam_score: kind === 'COURSE' ? 60 + chance.below(41) : '' });
  }
  sink.add('measures', { code: code('m'), office_code: office, kind: 'REGULATION', adopted_on: after('2017-01-01', chance.below(1400)), title: '巡察工作规程' });
  sink.add('campaigns', { code: code('a'), office_code: office, organization_code: organ, theme: '扶贫资金', starts_on: after('2018-01-01', chance.below(900)), ends_on: '2021-06-30' });
  sink.add('outcomes', { code: code('d'), office_code: office, person_ref: code('x'), kind: 'TALK', accountability: 'true', decided_on: after('2018-01-01', chance.below(900)) });
  sink.add('confessions', { code: code('z'), office_code: office, received_on: after('2018-01-01', chance.below(900)) });
}

/** Writes what follows an inspection: a measure, a recovery, a check with its problems, letters, an interview. */
export function followUp(held: Held, { organ, groups }: Establishment, { sink, code, chance }: Tools): void {
  const { office, organization, fedBackOn, open, rectified } = held;
  const on = (days: number) => after(fedBackOn, days + chance.below(20));
  sink.add('measures', { code: code('m'), office_code: office, finding_code: rectified, kind: 'MEASURE', adopted_on: on(10), title: '整改措施' });
  sink.add('recoveries', { code: code('y'), office_code: office, finding_code: rectified, amount_yuan: (1000 + chance.below(9_000_000)) / 100, recovered_on: on(30) });
  const check = code('k');
  const startsOn = on(100);
  const kind = chance.pick(['RECTIFICATION_CHECK', 'LOOK_BACK']);
  sink.add('checks', { code: check, kind, office_code: office, target_organization_code: organization, cross: 'false', starts_on: startsOn, ends_on: after(startsOn, 9) });
  sink.add('check_problems', { code: code('q'), check_code: check, finding_code: open, aspect: '整改落实', listed: 'true', rectified_on: chance.below(3) > 0 ? after(startsOn, 30) : '' });
  sink.add('check_problems', { code: code('q'), check_code: check, aspect: '组织领导', listed: chance.pick(['true', 'false']) });
  const sentOn = on(5);
  const letter = { office_code: office, sent_on: sentOn, reply_due_on: after(sentOn, 60), replied_on: chance.below(2) === 0 ? after(sentOn, 50) : '' };
  const sort = chance.pick(['STATEMENT', 'NOTICE', 'PROPOSAL', 'TASK', 'SPECIAL_REPORT', 'CIRCULAR']);
  sink.add('letters', { code: code('t'), kind: sort, organization_code: sort === 'PROPOSAL' ? organ : organization, ...letter });
  sink.add('letters', { code: code('t'), kind: 'DUTY', organization_code: organization, person_code: groups[0]?.crew[1] ?? '', finding_codes: `${open};${rectified}`, ...letter });
  sink.add('interviews', { code: code('v'), office_code: office, organization_code: organization, person_ref: code('x'), held_on: on(70) });
}

/** Writes a guidance visit of an office to one below it. */
export function guide(upper: string, lower: string, { sink, code, chance }: Tools): void {
  const check = code('k');
  const startsOn = after('2019-01-01', chance.below(600));
  sink.add('checks', { code: check, kind: 'GUIDANCE', office_code: upper, target_office_code: lower, cross: chance.pick(['true', 'false']), starts_on: startsOn });
  sink.add('check_problems', { code: code('q'), check_code: check, aspect: '工作规范', listed: 'true', rectified_on: after(startsOn, 20) });
}
