import { after } from './dice.ts';
import type { Establishment } from './establish.ts';
import type { Held, Tools, Visit } from './inspect.ts';
import { inspect } from './inspect.ts';

/** Findings of the next inspection. */
export type Allotment = () => number;

const firstRound = '2017-03-01';
const betweenRounds = 150;
const regularRounds = 3;

/** A round that an office holds with groups that need not be its own. */
interface Round {
  readonly office: string;
  readonly sequence: number;
  readonly kind: string;
  /** Round of a higher office that leads it; empty for none. */
  readonly ledBy: string;
  readonly groups: Establishment['groups'];
}

/** First day of the round of that sequence, the same for all offices. */
function startOf(sequence: number): string {
  return after(firstRound, (sequence - 1) * betweenRounds);
}

/**
 * Writes the rounds of an office: three regular ones that share its organisations, and a special one that returns to the
 * first. Gives the codes of its rounds and what was held.
 */
export function holdRounds(place: Establishment, ledBy: readonly string[], { allot, ...tools }: Tools & { allot: Allotment }): { rounds: string[]; held: Held[] } {
  const { office, groups, organizations } = place;
  const held: Held[] = [];
  const rounds = Array.from({ length: regularRounds }, (_, index) => {
    const round = openRound({ office: office.code, sequence: index + 1, kind: 'REGULAR', ledBy: ledBy[index] ?? '', groups }, tools);
    held.push(...inspectAll(place, { round, index, allot }, tools));
    return round;
  });
  const kind = tools.chance.pick(['SPECIAL', 'MOBILE', 'LOOK_BACK']);
  const special = openRound({ office: office.code, sequence: regularRounds + 1, kind, ledBy: '', groups }, tools);
  const [organization] = organizations;
  const [group] = groups;
  if (organization && group) held.push(inspect({
    round: special, office: office.code, group: group.code, organization: organization.code, mode: kind === 'SPECIAL' ? 'PINPOINT' : kind,
    enteredOn: after(startOf(regularRounds + 1), 2), findings: allot(), marks: {},
  }, tools));
  return { rounds: [...rounds, special], held };
}

function inspectAll({ office, groups, organizations }: Establishment, { round, index, allot }: { round: string; index: number; allot: Allotment }, tools: Tools): Held[] {
  const share = Math.ceil(organizations.length / regularRounds);
  const held = new Map<string, { inspection: Held; visit: Visit }>();
  for (const [turn, { code, townshipAbove }] of organizations.slice(index * share, (index + 1) * share).entries()) {
    // A village is inspected by the group that is in its township already, if that is so in the same round.
    const upper = townshipAbove === null ? undefined : held.get(townshipAbove);
    const group = groups[turn % groups.length]?.code ?? '';
    const visit = {
      round, office: office.code, group: upper?.visit.group ?? group, organization: code, mode: 'REGULAR',
      enteredOn: upper ? after(upper.visit.enteredOn, 5) : after(startOf(index + 1), tools.chance.below(5)), findings: allot(),
      marks: upper ? { extended_from_code: upper.inspection.code } : {},
    };
    held.set(code, { inspection: inspect(visit, tools), visit });
  }
  return [...held.values()].map(({ inspection }) => inspection);
}

/** A city's round in which one county's group inspects in another county, and the city's own group in both. */
export function holdAbove(city: Establishment, counties: readonly Establishment[], { allot, ...tools }: Tools & { allot: Allotment }): Held[] {
  const [lender, host] = counties;
  const [own] = city.groups;
  const lent = lender?.groups[1];
  const [spare, other] = [host?.organizations.at(-1), host?.organizations.at(-2)];
  if (!own || !lent || !spare || !other) return [];
  const sequence = regularRounds + 2;
  const round = openRound({ office: city.office.code, sequence, kind: 'SPECIAL', ledBy: '', groups: [own, lent] }, tools);
  const visit = { round, office: city.office.code, mode: 'SPECIAL', enteredOn: after(startOf(sequence), 3) };
  return [
    inspect({ ...visit, group: lent.code, organization: spare.code, findings: allot(), marks: { elevated: 'true', cross: 'true' } }, tools),
    inspect({ ...visit, group: own.code, organization: other.code, findings: allot(), marks: { elevated: 'true', cross: 'false' } }, tools),
  ];
}

function openRound({ office, sequence, kind, ledBy, groups }: Round, { sink, code }: Tools): string {
  const round = code('r');
  sink.add('rounds', {
    code: round, office_code: office, term: 5, sequence, name: `五届第${sequence}轮巡察`, kind, led_by_code: ledBy,
    starts_on: startOf(sequence), ends_on: after(startOf(sequence), 75),
  });
  for (const group of groups) for (const [place, person] of group.crew.entries())
    sink.add('assignments', { round_code: round, group_code: group.code, person_code: person, role: place === 0 ? 'LEADER' : place === 1 ? 'DEPUTY' : 'MEMBER' });
  return round;
}
