import { Refusal } from '@xunlian/shared';
import { checkJurisdiction } from './rules.ts';

const offices = {
  province: ['43'],
  city: ['43', '4313'],
  otherCity: ['43', '4301'],
  one: ['43', '4313', '431302'],
  two: ['43', '4313', '431321'],
} as const;
type Office = keyof typeof offices;
type Reach = '' | 'elevated' | 'cross' | 'elevated cross';

const check = (reach: Reach, ...[round, group, organization]: [Office, Office, Office]) => {
  const said = { elevated: reach.includes('elevated') || null, cross: reach.includes('cross') };
  try {
    checkJurisdiction(said, { round: offices[round], group: offices[group], organization: offices[organization] });
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.field}`;
    throw error;
  }
  return 'allowed';
};

describe('An inspection that says nothing', () => {
  it('is of one office', () => expect(check('', 'one', 'one', 'one')).toBe('allowed'));
  it('has no group of another office', () => expect(check('', 'one', 'two', 'one')).toBe('INVALID groupCode'));
  it('has no group of the office above', () => expect(check('', 'one', 'city', 'one')).toBe('INVALID groupCode'));
  it('has no organisation of another office', () => expect(check('', 'one', 'one', 'two')).toBe('INVALID organizationCode'));
  it('has no organisation of an office below', () => expect(check('', 'city', 'city', 'one')).toBe('INVALID organizationCode'));
});

describe('An elevated inspection', () => {
  it.each(['city', 'one'] as const)('may have a group of %s', (group) => expect(check('elevated', 'city', group, 'one')).toBe('allowed'));
  it('reaches over several levels', () => expect(check('elevated', 'province', 'province', 'one')).toBe('allowed'));
  it('has no group of a third office', () => expect(check('elevated', 'city', 'two', 'one')).toBe('INVALID groupCode'));
  it.each([['one', 'one'], ['one', 'two'], ['one', 'city'], ['otherCity', 'one']] as const)('by %s is none of an organisation of %s', (round, organization) =>
    expect(check('elevated', round, round, organization)).toBe('INVALID elevated'));
});

describe('A cross inspection', () => {
  it.each(['cross', 'elevated cross'] as const)('(%s) is by a sibling’s group, directed from above both', (reach) =>
    expect(check(reach, 'city', 'one', 'two')).toBe('allowed'));
  it('may be by the directing office’s own group', () => expect(check('cross', 'city', 'city', 'one')).toBe('allowed'));
  it.each(['cross', 'elevated cross'] as const)('(%s) is not by the group of the responsible office', (reach) =>
    expect(check(reach, 'city', 'one', 'one')).toBe('INVALID cross'));
  it('is not directed by the group’s own office beside the other', () => expect(check('cross', 'one', 'one', 'two')).toBe('INVALID cross'));
  it('is not directed by the office of the organisation', () => expect(check('cross', 'two', 'one', 'two')).toBe('INVALID cross'));
  it('is not by a group from outside the directing office', () => expect(check('cross', 'city', 'otherCity', 'two')).toBe('INVALID cross'));
  it('is not of an organisation of the directing office', () => expect(check('cross', 'city', 'one', 'city')).toBe('INVALID cross'));
  it('elevated too, needs an office above the responsible one', () => expect(check('elevated cross', 'one', 'one', 'two')).toBe('INVALID elevated'));
});
