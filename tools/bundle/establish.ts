import type { Office } from './tree.ts';
import type { Sink } from './sink.ts';

/** What an office has before its first round. Codes throughout. */
export interface Establishment {
  readonly office: Office;
  /** Standing groups, and for each its leader, deputy and five members in that order. */
  readonly groups: readonly { readonly code: string; readonly crew: readonly string[] }[];
  /** Organisations that may be inspected; a village stands directly after its township. */
  readonly organizations: readonly { readonly code: string; readonly townshipAbove: string | null }[];
  /** Organisation that is never inspected, and receives clues and letters. */
  readonly organ: string;
}

/** Of an office: the number of a township is 100 and its place among them, in three digits. */
export const mostOrganizations = 900;

const crew = 7;
const reserve = 3;
const expertise = ['FINANCE', 'ENGINEERING', 'LAW', 'AUDIT', 'PERSONNEL', 'PARTY_AFFAIRS', 'IT', 'OTHER'];

/** Codes of one kind for one bundle: `44-o000001`, `44-o000002`. */
export type Numbering = (letter: string) => string;

/** Starts numbering for a province, so that bundles of different provinces never collide. */
export function numbering(province: string): Numbering {
  const last = new Map<string, number>();
  return (letter) => {
    const number = (last.get(letter) ?? 0) + 1;
    last.set(letter, number);
    return `${province.slice(0, 2)}-${letter}${String(number).padStart(6, '0')}`;
  };
}

/** Writes an office with its division, two groups, people and so many organisations. */
export function establish(office: Office, organizations: number, { sink, code }: { sink: Sink; code: Numbering }): Establishment {
  const { code: division, above, level } = office;
  sink.add('divisions', { code: division, name: office.name, level, parent_code: above?.code ?? '' });
  sink.add('offices', {
    code: division, name: `${office.name}巡察办`, leading_group_on: '2015-06-01', established_on: '2015-06-01', approved_posts: 12, group_quota: 4,
  });
  const organ = code('o');
  sink.add('organizations', { code: organ, name: `${office.name}纪委`, kind: 'DISCIPLINE_ORGAN', division_code: division, office_code: division });
  const groups = [1, 2].map((number) => {
    const group = code('g');
    sink.add('groups', { code: group, office_code: division, name: `第${number}巡察组`, established_on: '2015-09-01' });
    return { code: group, crew: Array.from({ length: crew }, (_, place) => person({ office, organ, place }, { sink, code })) };
  });
  for (let place = 0; place < reserve; place++) person({ office, organ, place: crew + place }, { sink, code });
  const inspected = level === 'COUNTY' ? countyOrganizations(office, organizations, { sink, code })
    : Array.from({ length: organizations }, (_, place) => department(office, place, { sink, code }));
  return { office, groups, organ, organizations: inspected };
}

function person({ office, organ, place }: { office: Office; organ: string; place: number }, { sink, code }: { sink: Sink; code: Numbering }): string {
  const person = code('p');
  sink.add('people', {
    code: person, name: `某同志${person.slice(-4)}`, office_code: office.code, organization_code: place > 3 ? organ : '',
    employment: place < 3 ? 'FULL_TIME' : place < 6 ? 'SECONDED' : 'OTHER', pools: place === 0 ? 'LEADER;TALENT' : place === 1 ? '' : 'TALENT',
    expertise: place % 3 === 0 ? '' : [expertise[place % 8], expertise[(place + 3) % 8]].join(';'), joined_on: place === 9 ? '' : '2015-10-01',
  });
  return person;
}

function department(office: Office, place: number, { sink, code }: { sink: Sink; code: Numbering }) {
  const organization = code('o');
  sink.add('organizations', {
    code: organization, name: `${office.name}直属单位${place + 1}`, kind: ['DEPARTMENT', 'SOE', 'INSTITUTION'][place % 3] ?? 'OTHER',
    division_code: office.code, office_code: office.code,
  });
  return { code: organization, townshipAbove: null };
}

/** Every fifth is a township and the one after it a village of it. */
function countyOrganizations(office: Office, count: number, tools: { sink: Sink; code: Numbering }) {
  const found: { code: string; townshipAbove: string | null }[] = [];
  for (let place = 0; place < count; place++) {
    if (place % 5 !== 3 || place + 1 >= count) found.push(department(office, place, tools));
    else found.push(...township(office, 100 + place++, tools));
  }
  return found;
}

function township(office: Office, number: number, { sink, code }: { sink: Sink; code: Numbering }) {
  const [town, village] = [`${office.code}${number}`, `${office.code}${number}201`];
  sink.add('divisions', { code: town, name: `第${number}镇`, level: 'TOWNSHIP', parent_code: office.code });
  sink.add('divisions', { code: village, name: `第${number}镇某村`, level: 'VILLAGE', parent_code: town });
  const [upper, lower] = [code('o'), code('o')];
  sink.add('organizations', { code: upper, name: `第${number}镇`, kind: 'TOWNSHIP', division_code: town, office_code: office.code });
  sink.add('organizations', { code: lower, name: `第${number}镇某村`, kind: 'VILLAGE', division_code: village, office_code: office.code, parent_code: upper });
  return [{ code: upper, townshipAbove: null }, { code: lower, townshipAbove: upper }];
}
