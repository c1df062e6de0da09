import { recording, type Maker } from './commands.ts';
import { oneOf } from './dice.ts';

const disciplines = ['POLITICAL', 'ORGANIZATIONAL', 'INTEGRITY', 'MASSES', 'WORK', 'LIFE'];
const expertise = ['FINANCE', 'LAW', 'AUDIT', 'IT'];

const transfer = 'mutation ($clue: ID!, $on: Date!) { transferClue(clue: $clue, receiver: DISCIPLINE_ORGAN, on: $on) { position } }';

const newFinding: Maker = (world, dice, id) => {
  const { code: inspectionCode, enteredOn: foundOn } = oneOf(dice, world.inspections);
  const row = { code: `f${id}`, inspectionCode, discipline: oneOf(dice, disciplines), theme: id, scope: 'COMMON', immediate: true, foundOn, summary: '问题' };
  return recording('findings', row, { done: (position) => world.findings.set(row.code, { position, inspectionCode, foundOn }) });
};

const changeFinding: Maker = (world, dice, id) => {
  if (world.findings.size === 0) return null;
  // Of the latest ones, so that several commands meet at one finding now and then.
  const [code, { inspectionCode, foundOn }] = oneOf(dice, [...world.findings].slice(-20));
  return recording('findings', { code, inspectionCode, discipline: oneOf(dice, disciplines), theme: id, scope: 'INDIVIDUAL', immediate: true, foundOn, summary: '问题' });
};

/** Four people whom everybody changes at once, at both processes of their service. */
const changePerson: Maker = ({ office }, dice, id) =>
  recording('people', { code: `hot-${dice(4)}`, name: id, officeCode: office, employment: 'OTHER', pools: [], expertise: [oneOf(dice, expertise)] });

const newOrganization: Maker = ({ office }, dice, id) =>
  recording('organizations', { code: `o${dice(50)}`, name: id, kind: oneOf(dice, ['DEPARTMENT', 'SOE', 'INSTITUTION']), divisionCode: office, officeCode: office });

const registerClue: Maker = (world, dice, id) => {
  const { code: inspectionCode, enteredOn: foundOn } = oneOf(dice, world.inspections);
  return recording('clues', { code: `c${id}`, inspectionCode, foundOn, about: `线索 ${id}` }, { done: () => world.clues.set(`c${id}`, foundOn) });
};

const transferClue: Maker = (world) => {
  const [found] = world.clues;
  if (!found) return null;
  const [clue, on] = found;
  world.clues.delete(clue);
  return { mutation: 'transferClue', query: transfer, variables: { clue, on }, after: '', mustFail: false, done: () => world.transferred.push(clue) };
};

/** Before it was found, or once more on a day that would do: the rules allow neither. */
const wrongTransfer: Maker = (world, dice) => {
  const isAgain = world.transferred.length > 0 && dice(2) === 0;
  const [clue, on] = isAgain ? [oneOf(dice, world.transferred), '2030-01-01'] : [world.clues.keys().next().value, '1990-01-01'];
  return clue === undefined ? null : { mutation: 'transferClue', query: transfer, variables: { clue, on }, after: '', mustFail: true, done: () => undefined };
};

const rectify: Maker = (world, dice) => {
  const waiting = [...world.findings].slice(-50).filter(([code]) => !world.rectified.has(code));
  if (waiting.length === 0) return null;
  const [findingCode, { position: after, foundOn }] = oneOf(dice, waiting);
  world.rectified.add(findingCode);
  const row = { findingCode, organizationCode: oneOf(dice, world.organizations), dueOn: '2030-01-01', completedOn: foundOn, verifiedOn: foundOn };
  return recording('rectifications', row, { after });
};

const recover: Maker = ({ office }, dice, id) =>
  recording('recoveries', { code: `r${id}`, officeCode: office, amountYuan: (100 + dice(1_000_000)) / 100, recoveredOn: '2021-06-01' });

const attend: Maker = ({ stated }, dice) =>
  recording('attendances', { courseCode: oneOf(dice, stated('courses'))['code'], personCode: oneOf(dice, stated('people'))['code'], examScore: dice(101) });

const newPlan: Maker = ({ office, plans }, dice, id) =>
  recording('plans', { code: `l${id}`, name: id, officeCode: office, startsOn: '2017-01-01', endsOn: `20${20 + dice(10)}-12-31` }, { done: () => plans.push(`l${id}`) });

/** A place on a plan never changes: each is a new one. */
const placeOnPlan: Maker = ({ plans, organizations }, dice) =>
  plans.length === 0 ? null : recording('plan_organizations', { planCode: oneOf(dice, plans.slice(-20)), organizationCode: oneOf(dice, organizations) });

/** Ways to make a command that follow from each other, and how often each is wanted. */
export const following: readonly (readonly [weight: number, make: Maker])[] = [
  [16, newFinding], [10, changeFinding], [8, changePerson], [3, newOrganization], [5, registerClue], [4, transferClue], [2, wrongTransfer], [4, rectify], [3, recover],
  [1, attend], [1, newPlan], [1, placeOnPlan],
];
