import { getFile } from '@xunlian/interchange';
import type { Dice } from './dice.ts';
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
  /** Records that the range began with, as they were stated: those of a file by its name. */
  readonly stated: (file: string) => readonly Stated[];
  /** Findings that were recorded, with their position. */
  readonly findings: Map<string, { readonly position: string; readonly inspectionCode: string; readonly foundOn: string }>;
  /** Clues that were registered and not yet handed to anybody who transfers them, with the day they were found. */
  readonly clues: Map<string, string>;
  readonly transferred: string[];
  readonly rectified: Set<string>;
  /** Plans that were recorded. */
  readonly plans: string[];
}

/** Makes a command, whose request is to have the id, and so has what it writes; null while there is nothing to build on. */
export type Maker = (world: World, dice: Dice, id: string) => Made | null;

/** A command that states one record of a file. Throws where the format has no such file. */
export function recording(name: string, row: Stated, more: Partial<Pick<Made, 'after' | 'done'>> = {}): Made {
  const { record, kind } = getFile(name);
  const query = `mutation ($rows: [${kind}Input!]!) { ${record}(rows: $rows) { position rows { outcome refusal } } }`;
  return { mutation: record, query, variables: { rows: [row] }, after: '', mustFail: false, done: () => undefined, ...more };
}

/** A command about one record of each owning service, by its name: its position lies behind everything that was done before. */
export function markers({ office, inspections }: World, id: string): ReadonlyMap<string, Made> {
  const [inspection] = inspections;
  return new Map([
    ['organizations', recording('organizations', { code: 'marker', name: id, kind: 'OTHER', divisionCode: office, officeCode: office })],
    ['pools', recording('people', { code: 'marker', name: id, officeCode: office, employment: 'OTHER' })],
    ['rounds', recording('plans', { code: 'marker', name: id, officeCode: office, startsOn: '2021-01-01', endsOn: '2025-12-31' })],
    ['findings', recording('petitions', { code: `m${id}`, inspectionCode: inspection?.code, channel: 'LETTER', receivedOn: inspection?.enteredOn })],
    ['rectification', recording('campaigns', { code: 'marker', officeCode: office, theme: id, startsOn: '2021-01-01' })],
  ]);
}
