import { oneOf, type Dice } from './dice.ts';
import type { Stated, Variables } from './recorder.ts';

/** A command that is about to be sent. */
export interface Made {
  readonly mutation: string;
  readonly query: string;
  readonly variables: Variables;
  /** Position of what it builds on; empty when that is its own service's. */
  readonly after: string;
  /** Whether the rules demand a refusal. */
  readonly mustFail: boolean;
  /** Hears that it was carried out. */
  readonly done: (position: string) => void;
}

/** What commands build on: records of the range, and what they have made so far. */
export interface World {
  readonly office: string;
  readonly inspections: readonly { readonly code: string; readonly enteredOn: string }[];
  readonly organizations: readonly string[];
  /** Findings that were recorded, with their position. */
  readonly findings: Map<string, { readonly position: string; readonly inspectionCode: string; readonly foundOn: string }>;
  /** Clues that were registered and not yet handed to anybody who transfers them, with the day they were found. */
  readonly clues: Map<string, string>;
  readonly transferred: string[];
  readonly rectified: Set<string>;
}

const disciplines = ['POLITICAL', 'ORGANIZATIONAL', 'INTEGRITY', 'MASSES', 'WORK', 'LIFE'];
const expertise = ['FINANCE', 'LAW', 'AUDIT', 'IT'];

const bulk = (many: string, input: string) => `mutation ($rows: [${input}!]!) { record${many}(rows: $rows) { position rows { outcome refusal } } }`;
const transfer = 'mutation ($clue: ID!, $on: Date!) { transferClue(clue: $clue, receiver: DISCIPLINE_ORGAN, on: $on) { position } }';

/** Name of many records of a kind, and of one as it is stated. */
type Kind = readonly [many: string, input: string];

function recording([many, input]: Kind, row: Stated, more: Partial<Pick<Made, 'after' | 'done'>> = {}): Made {
  return { mutation: `record${many}`, query: bulk(many, input), variables: { rows: [row] }, after: '', mustFail: false, done: () => undefined, ...more };
}

type Maker = (world: World, dice: Dice, id: string) => Made | null;

const newFinding: Maker = (world, dice, id) => {
  const { code: inspectionCode, enteredOn: foundOn } = oneOf(dice, world.inspections);
  const row = { code: `f${id}`, inspectionCode, discipline: oneOf(dice, disciplines), theme: id, scope: 'COMMON', immediate: true, foundOn, summary: '问题' };
  return recording(['Findings', 'FindingInput'], row, { done: (position) => world.findings.set(row.code, { position, inspectionCode, foundOn }) });
};

const changeFinding: Maker = (world, dice, id) => {
  if (world.findings.size === 0) return null;
  // Of the latest ones, so that several commands meet at one finding now and then.
  const [code, { inspectionCode, foundOn }] = oneOf(dice, [...world.findings].slice(-20));
  return recording(['Findings', 'FindingInput'], { code, inspectionCode, discipline: oneOf(dice, disciplines), theme: id, scope: 'INDIVIDUAL', immediate: true, foundOn, summary: '问题' });
};

/** Four people whom everybody changes at once, at both processes of their service. */
const changePerson: Maker = ({ office }, dice, id) =>
  recording(['People', 'PersonInput'], { code: `hot-${dice(4)}`, name: id, officeCode: office, employment: 'OTHER', pools: [], expertise: [oneOf(dice, expertise)] });

const newOrganization: Maker = ({ office }, dice, id) =>
  recording(['Organizations', 'OrganizationInput'], { code: `o${dice(50)}`, name: id, kind: oneOf(dice, ['DEPARTMENT', 'SOE', 'INSTITUTION']), divisionCode: office, officeCode: office });

const registerClue: Maker = (world, dice, id) => {
  const { code: inspectionCode, enteredOn: foundOn } = oneOf(dice, world.inspections);
  return recording(['Clues', 'ClueInput'], { code: `c${id}`, inspectionCode, foundOn, about: `线索 ${id}` }, { done: () => world.clues.set(`c${id}`, foundOn) });
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
  return recording(['Rectifications', 'RectificationInput'], row, { after });
};

const recover: Maker = ({ office }, dice, id) =>
  recording(['Recoveries', 'RecoveryInput'], { code: `r${id}`, officeCode: office, amountYuan: (100 + dice(1_000_000)) / 100, recoveredOn: '2021-06-01' });

const weighted: readonly (readonly [weight: number, make: Maker])[] = [
  [30, newFinding], [20, changeFinding], [12, changePerson], [6, newOrganization], [10, registerClue], [7, transferClue], [4, wrongTransfer], [8, rectify], [5, recover],
];
const makers = weighted.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));

/** Makes the next command of a load; its request has this id, and so has what it writes. */
export function nextCommand(world: World, dice: Dice, id: string): Made {
  for (;;) {
    const made = oneOf(dice, makers)(world, dice, id);
    if (made) return made;
  }
}

/** A command about one record of each owning service, by its name: its position lies behind everything that was done before. */
export function markers({ office, inspections }: World, id: string): ReadonlyMap<string, Made> {
  const [inspection] = inspections;
  return new Map([
    ['organizations', recording(['Organizations', 'OrganizationInput'], { code: 'marker', name: id, kind: 'OTHER', divisionCode: office, officeCode: office })],
    ['pools', recording(['People', 'PersonInput'], { code: 'marker', name: id, officeCode: office, employment: 'OTHER' })],
    ['rounds', recording(['Plans', 'PlanInput'], { code: 'marker', name: id, officeCode: office, startsOn: '2021-01-01', endsOn: '2025-12-31' })],
    ['findings', recording(['Petitions', 'PetitionInput'], { code: `m${id}`, inspectionCode: inspection?.code, channel: 'LETTER', receivedOn: inspection?.enteredOn })],
    ['rectification', recording(['Campaigns', 'CampaignInput'], { code: 'marker', officeCode: office, theme: id, startsOn: '2021-01-01' })],
  ]);
}
