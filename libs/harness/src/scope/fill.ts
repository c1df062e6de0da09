import { topics } from '@xunlian/events';
import { above, below, neighbour, type Place } from './places.ts';

/** A field of an input, an argument or a published fact, as far as it decides what it is filled with. */
export interface Field {
  /** Kind of record it belongs to. */
  readonly kind: string;
  readonly name: string;
  /** Named type of the graph; of an enum its name, with its values in `choices`. */
  readonly type: string;
  readonly choices: readonly string[];
  readonly list: boolean;
  readonly required: boolean;
}

/** Which record: the so-many-th of its kind at a place, counted from 0. */
export interface Spot {
  readonly place: Place;
  readonly number: number;
}

/** Records of each kind at each place. The first so many are those that others refer to. */
export const perPlace = 16;
/** How many of them other records refer to. */
export const parents = 4;

/** Names of all kinds: `PlanOrganization`. */
export const kindNames: readonly string[] = topics.map(({ name }) => (name.split('.')[1] ?? '').replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()));

/** First days, a month and more apart where rules ask for an order. */
const days: Readonly<Record<string, string>> = {
  untilOn: '2010-01', leadingGroupOn: '2015-01', establishedOn: '2015-02', joinedOn: '2016-01', startsOn: '2018-01', preparedOn: '2018-02',
  receivedOn: '2018-03', enteredOn: '2018-03', foundOn: '2018-04', reportedOn: '2018-06', fedBackOn: '2018-07', transferredOn: '2018-08',
  caseOpenedOn: '2018-09', dueOn: '2018-10', concludedOn: '2018-10', completedOn: '2018-10', verifiedOn: '2018-11', decidedOn: '2018-12',
  adoptedOn: '2019-01', sentOn: '2019-01', heldOn: '2019-01', recoveredOn: '2019-02', repliedOn: '2019-02', replyDueOn: '2019-03',
  rectifiedOn: '2019-06', archivedOn: '2019-07', endsOn: '2019-12', on: '2020-01', asOf: '2018-11', from: '2017-01', to: '2020-12',
};
const texts = ['name', 'theme', 'summary', 'about', 'title', 'aspect', 'personRef'];
const numbers: Readonly<Record<string, (number: number) => number | null>> = {
  term: () => 5, sequence: (number) => number + 1, approvedPosts: () => null, groupQuota: () => null,
  examScore: (number) => 60 + (number % 40), amountYuan: (number) => number + 0.5, first: () => 1_000,
};
const referred: Readonly<Record<string, string>> = { ledBy: 'Round', extendedFrom: 'Inspection', targetOffice: 'Office', targetOrganization: 'Organization' };
/** References that decide whose a record is, or that must lie within one office. */
const within = ['Office', 'Division', 'Round', 'Group', 'Inspection', 'Plan', 'Course', 'Check', 'Finding', 'Clue'];
/** Where the code is made of references, the one that is another for each record. */
const counted = ['Assignment.personCode', 'Attendance.personCode', 'Tie.organizationCode', 'PlanOrganization.organizationCode', 'Rectification.findingCode'];

const refersOn = (number: number) => number >= perPlace / 2;
const own = (kind: string) => ({ place, number }: Spot) => (number < parents ? null : codeAt(kind, { place, number: number % parents }));
const elevated = ({ place, number }: Spot) => (refersOn(number) ? below(place) : null);
/** The first value for the first records, of which a rule allows only one each; another for those after them. */
const firstOnce = ({ number }: Spot, [first = '', ...others]: readonly string[]) => (number < parents ? first : others[number % others.length]);

/** What rules want to be just so. */
const particular: Readonly<Record<string, (spot: Spot, choices: readonly string[]) => unknown>> = {
  'Division.level': () => 'TOWNSHIP',
  'Division.parentCode': ({ place }) => place.code,
  'Organization.parentCode': own('Organization'),
  'Round.ledByCode': ({ place, number }) => {
    const upper = above(place);
    return upper && number >= parents ? codeAt('Round', { place: upper, number: number % parents }) : null;
  },
  'Inspection.organizationCode': (spot) => codeAt('Organization', { place: elevated(spot) ?? spot.place, number: spot.number % parents }),
  'Inspection.elevated': (spot) => elevated(spot) !== null,
  'Inspection.cross': () => false,
  'Inspection.extendedFromCode': own('Inspection'),
  'Inspection.mode': firstOnce,
  'Assignment.role': firstOnce,
  'Person.pools': (_, choices) => choices,
  'Office.scope': () => 'SUBTREE',
  'Tie.untilOn': ({ number }) => dayOf('untilOn', number),
  'Tie.personCode': ({ place, number }) => codeAt('Person', { place, number: number % parents }),
  'Clue.findingCode': ({ place, number }) => codeAt('Finding', { place, number: number % parents }),
  'Rectification.findingCode': ({ place, number }) => codeAt('Finding', { place, number }),
};

/** Code of a record; an office has its division's, and divisions without an office are townships: three digits more. */
export function codeAt(kind: string, { place, number }: Spot): string {
  if (kind === 'Division') return place.code + String(number).padStart(3, '0');
  return kind === 'Office' ? place.code : `${kind.toLowerCase()}-${place.code}-${number}`;
}

/** What a field of a record holds. Throws when nobody has said how such a field is filled: say it here. */
export function filled(field: Field, spot: Spot): unknown {
  const { kind, name, required, choices } = field;
  const exact = particular[`${kind}.${name}`];
  if (exact) return exact(spot, choices);
  if (name === 'code') return codeAt(kind, spot);
  if (name === 'lineage') return spot.place.lineage;
  if (!required && spot.number % parents === parents - 1) return null;
  const value = /Codes?$/.test(name) ? referenceIn(field, spot) : plainValue(field, spot);
  return field.list && !Array.isArray(value) ? [value] : value;
}

/** Kind of record that a reference, a filter or an argument of this name means; null when it means none. */
export function kindMeant(kind: string, name: string): string | null {
  const stem = name.replace(/Codes?$/, '');
  const meant = stem === 'parent' ? kind : referred[stem] ?? stem.charAt(0).toUpperCase() + stem.slice(1);
  return kindNames.includes(meant) ? meant : null;
}

/** A day for a date field of that name, later for later records. */
function dayOf(name: string, number: number): string {
  const month = days[name];
  if (!month) throw unknown(name);
  return `${month}-${String(1 + (number % 28)).padStart(2, '0')}`;
}

function referenceIn({ kind, name }: Field, { place, number }: Spot): string {
  const meant = kindMeant(kind, name);
  if (!meant) throw unknown(`${kind}.${name}`);
  const isOwn = within.includes(meant) && name !== 'targetOfficeCode';
  const where = !isOwn && refersOn(number) ? neighbour(place) : place;
  if (meant === 'Division') return where.code;
  return codeAt(meant, { place: where, number: counted.includes(`${kind}.${name}`) ? countedOn(number) : number % parents });
}

/** A record beyond the first ones goes together with one that none of those goes together with. */
function countedOn(number: number): number {
  return number < perPlace ? number : (number + 1) % perPlace;
}

function plainValue({ kind, name, type, choices }: Field, { place, number }: Spot): unknown {
  if (choices.length > 0) return choices[number % choices.length];
  if (type === 'Date') return dayOf(name, number);
  if (type === 'Boolean') return number % 2 === 0;
  if (name === 'person') return `${place.code}${number}`.padStart(32, '0');
  const numeric = numbers[name];
  if (numeric) return numeric(number);
  if (type === 'String' && texts.includes(name)) return `${name} ${place.code} ${number}`;
  throw unknown(`${kind}.${name}`);
}

function unknown(field: string): Error {
  return new Error(`Nobody has said how ${field} is filled: say it in libs/harness/src/scope/fill.ts.`);
}
