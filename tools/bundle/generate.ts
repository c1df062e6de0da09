import { dice } from './dice.ts';
import type { Establishment } from './establish.ts';
import { establish, mostOrganizations, numbering } from './establish.ts';
import { holdAbove, holdRounds } from './hold.ts';
import { followUp, guide, manage } from './manage.ts';
import type { Sink } from './sink.ts';
import { countingSink } from './sink.ts';
import type { Office } from './tree.ts';
import { officesOf } from './tree.ts';

/** What bundle to make; the same settings give the same bytes. */
export interface Settings {
  /** Rows of all files together, roughly; below a thousand there are more. At most `mostRows`. */
  readonly rows: number;
  readonly seed: number;
  /** GB/T 2260 code of a province: `440000`. */
  readonly province: string;
}

interface Shape {
  readonly offices: number;
  readonly organizationsPerOffice: number;
  /** Findings of the inspection of that number, at least four. */
  readonly findingsOf: (inspection: number) => number;
}

/** Of which some 12 are not findings, so that these are about four fifths of a large bundle. */
const rowsPerInspection = 62;
const fewestFindings = 4;
const mostOffices = 400;

/** Beyond it the codes of townships would not suffice. */
export const mostRows = mostOffices * mostOrganizations * rowsPerInspection;

/**
 * Makes a valid bundle of one province: all kinds of records, most of them findings. Counts everything but the findings
 * first, so that these can fill up the rest.
 */
export async function generate(settings: Settings, sink: Sink): Promise<void> {
  const inspections = Math.max(12, Math.round(settings.rows / rowsPerInspection));
  const offices = Math.min(mostOffices, Math.max(4, Math.round(inspections / 38)));
  const shape = { offices, organizationsPerOffice: Math.max(3, Math.round(inspections / offices) - 1) };
  const counted = countingSink();
  await write(settings, { ...shape, findingsOf: () => fewestFindings }, counted);
  const [held, missing] = [counted.count('inspections'), Math.max(0, settings.rows - counted.count())];
  await write(settings, {
    ...shape, findingsOf: (inspection) => fewestFindings + Math.floor(missing / held) + (inspection < missing % held ? 1 : 0),
  }, sink);
}

async function write({ seed, province }: Settings, shape: Shape, sink: Sink): Promise<void> {
  const code = numbering(province);
  let inspections = 0;
  const allot = () => shape.findingsOf(inspections++);
  const offices = officesOf(province, shape.offices);
  const rounds = new Map<Office, string[]>();
  const places = new Map<Office, Establishment>();
  let [top, bottom] = ['', ''];
  for (const office of offices) {
    const place = establish(office, shape.organizationsPerOffice, { sink, code });
    places.set(office, place);
    if (office.level === 'PROVINCE') top = place.organizations[0]?.code ?? '';
    if (office.level === 'COUNTY') bottom = place.organizations[0]?.code ?? '';
  }
  for (const [office, place] of places) {
    const tools = { sink, code, chance: dice(seed, office.code), allot };
    manage(place, office.level === 'PROVINCE' ? bottom : top, tools);
    // A city's second round carries those of its counties.
    const ledBy = office.level === 'COUNTY' && office.above ? ['', rounds.get(office.above)?.[1] ?? '', ''] : [];
    const { rounds: own, held } = holdRounds(place, ledBy, tools);
    rounds.set(office, own);
    const below = [...places.values()].filter(({ office: { above } }) => above === office);
    if (office.level === 'CITY') held.push(...holdAbove(place, below, tools));
    for (const [number, inspection] of held.entries()) if (number % 10 === 0) followUp(inspection, place, tools);
    for (const { office: lower } of below.slice(0, 2)) guide(office.code, lower.code, tools);
    await sink.flush();
  }
  await sink.close();
}
