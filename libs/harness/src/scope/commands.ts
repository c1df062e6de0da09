import { onOneLine, oversees, type Viewer } from '@xunlian/shared';
import type { Answer } from '../service.ts';
import type { Country } from './country.ts';
import { codeAt, kindMeant, perPlace } from './fill.ts';
import type { Command, OwnKind } from './graph.ts';
import { places, viewerOf, type Place } from './places.ts';
import { argumentsOf, nowhere, sample } from './questions.ts';
import { recordRows, rowAt, type Recorded, type RowAnswers } from './records.ts';

/** Hash of every collection that holds records or the journal: the same as before when nothing was written. */
export async function fingerprint({ service: { db } }: Country): Promise<unknown> {
  const { collections } = await db.command({ dbHash: 1 });
  // Guards are written by whoever asks, sealed reads are a log, the rest is not this service's own.
  return Object.fromEntries(Object.entries(collections as Record<string, string>).filter(([name]) => !/^(guards|sealedReads|cursors|heard\.)/.test(name)));
}

/** Rows that a viewer states for offices outside its lineage, records that are there and new ones: what became of each. */
export async function recordOutside({ service, records }: Country, kind: OwnKind, place: Place): Promise<RowAnswers> {
  const outside = sample(records.filter((record) => record.kind === kind.name && !oversees(place.lineage, record.lineage)));
  const foreign = places.filter(({ lineage }) => !oversees(place.lineage, lineage));
  const made = kind.name === 'Office' ? [] : foreign.map((other) => rowAt(kind, { place: other, number: perPlace + 1 }));
  // A bulk states each record once.
  const bulks = [outside.map((record) => restated(kind, record)), outside.map((record) => changed(kind, record)), made];
  return inTurn(bulks, (rows) => recordRows(service, kind, { rows, viewer: viewerOf(place) }));
}

/** Rows that a viewer states for its own office: records that are there, as they are, and one that is new. */
export async function recordInside({ service, records }: Country, kind: OwnKind, place: Place): Promise<{ known: RowAnswers; made: RowAnswers }> {
  const own = sample(records.filter((record) => record.kind === kind.name && record.place === place));
  const viewer = viewerOf(place);
  const known = await recordRows(service, kind, { rows: own.map((record) => restated(kind, record)), viewer });
  const number = perPlace + 2 + places.indexOf(place);
  return { known, made: kind.name === 'Office' ? [] : await recordRows(service, kind, { rows: [rowAt(kind, { place, number })], viewer }) };
}

/** Kinds that a record may name whoever owns them. */
const namedByAll = ['Division', 'Office', 'Group', 'Organization', 'Person'];

/** What is said of a new row for each reference that leads to a record off the viewer's line, and where it leads nowhere: without the codes. */
export async function referOutside({ service }: Country, kind: OwnKind, place: Place): Promise<{ outside: string[]; absent: string[] }> {
  const far = places.filter(({ lineage }) => !onOneLine(place.lineage, lineage));
  const row = rowAt(kind, { place, number: perPlace + 20 });
  const said = { outside: [] as string[], absent: [] as string[] };
  for (const field of Object.values(kind.input.getFields()).map(({ name }) => name)) {
    const meant = kindMeant(kind.name, field);
    if (field === 'code' || meant === null || namedByAll.includes(meant)) continue;
    const referring = async (code: string) => {
      const [answer] = await recordRows(service, kind, { rows: [{ ...row, [field]: field.endsWith('Codes') ? [code] : code }], viewer: viewerOf(place) });
      return `${answer?.outcome} ${answer?.refusal} ${answer?.field}: ${answer?.reason?.replaceAll(code, '')}`;
    };
    for (const other of far) said.outside.push(await referring(codeAt(meant, { place: other, number: 0 })));
    said.absent.push(await referring(nowhere));
  }
  return said;
}

/** What a command about a record says to a viewer: the code and message of its refusal, or null when it was carried out. */
export async function commandAbout({ service }: { readonly service: Pick<Country['service'], 'ask'> }, { field, subject, kind }: Command, { code, viewer }: { code: string; viewer: Viewer }): Promise<string | null> {
  const answer: Answer = await service.ask(`mutation { ${field.name}${argumentsOf(kind, field.args, { [subject]: code })} { __typename } }`, {}, { viewer });
  const [error] = answer.errors ?? [];
  return error ? `${error.extensions.code} ${error.message}` : null;
}

/** What each command says about records outside a viewer's lineage, and about one that does not exist. */
export async function commandsOutside(country: Country, command: Command, place: Place): Promise<{ outside: (string | null)[]; absent: string | null }> {
  const viewer = viewerOf(place);
  const foreign = sample(country.records.filter(({ kind, lineage }) => kind === command.kind && !oversees(place.lineage, lineage)));
  const outside = await inTurn(foreign, async ({ code }) => [await commandAbout(country, command, { code, viewer })]);
  return { outside, absent: await commandAbout(country, command, { code: nowhere, viewer }) };
}

/** The record as it was recorded; a division of an office itself has no other row. */
export function restated(kind: OwnKind, { place, number, code }: Recorded): Record<string, unknown> {
  if (kind.name === 'Division' && code === place.code) return { code, level: place.level, name: code, parentCode: place.lineage.at(-2) ?? null };
  return rowAt(kind, { place, number });
}

/** The record with every cell emptied that may be empty. */
function changed(kind: OwnKind, record: Recorded): Record<string, unknown> {
  const required = Object.values(kind.input.getFields()).filter(({ type }) => String(type).endsWith('!')).map(({ name }) => name);
  return Object.fromEntries(Object.entries(restated(kind, record)).filter(([name]) => required.includes(name)));
}

async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<readonly Result[]>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(...await work(item));
  return results;
}
