import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hearers } from '@xunlian/events';
import { registrar } from '@xunlian/testing';
import type { ServiceUnderTest } from '../service.ts';
import { commandAbout, commandsOutside, fingerprint, recordInside, recordOutside, referOutside } from './commands.ts';
import { countryOf, populate, type Country, type Reads } from './country.ts';
import { pageSize, profileLists } from './indexes.ts';
import { places, viewerOf } from './places.ts';
import { sample } from './questions.ts';
export { factsOf } from './records.ts';
import { compareEntities, compareLists, compareSingles, type Compared } from './reads.ts';
import { sealedIn, type Sealed } from './sealed.ts';

const patience = 60_000;
/** A page and one more, in each of the two branches of a cursor that can hold it whole, among records that a second condition passes over. */
const mostKeys = 2 * (pageSize + 1) * 3;

/**
 * The scope tests of a service: everything that its schema lets be asked or commanded, by the registrar of every office.
 * A field, filter or mutation that the generator does not know fails the suite by its name. `sealed` is what must not stand
 * in the database as it was stated.
 */
export function scopeSpec(name: string, start: () => Promise<ServiceUnderTest>, sealed: Sealed = {}): void {
  describe(`the records of ${name}`, () => {
    let service: ServiceUnderTest | undefined;
    let country: Country;
    beforeAll(async () => {
      service = await start();
      country = await populate(service);
    }, patience);
    afterAll(() => service?.stop());

    it('are read by index alone, in proportion to the page', () => indexesServe(country), patience);
    it('are seen within the lineage of who asks, and nothing of them outside', () => readsKeepToLineage(country), patience);
    it('stand in the database as they were stated, but for the text that is to be sealed', async () => expect(await sealedIn(country)).toEqual(sealed), patience);
    if (Object.keys(sealed).length > 0)
      it('let sealed text be read within the lineage only, and each read is logged', () => sealedReadsAreLogged(country, sealed), patience);
    if (hearers.includes(name))
      it('can have what they refer to built anew by who acts for the whole country alone', () => rebuildsAreGuarded(country), patience);
    it('refer to nothing off the line of who states them, and tell nothing of it', () => referencesKeepToLine(country), patience);
    it('are changed within the lineage of who commands, and nothing outside', () => commandsKeepToLineage(country), patience);
  });
}

/** The same of a service that owns nothing, as far as there is something to ask. */
export function readingSpec(name: string, start: () => Promise<Pick<ServiceUnderTest, 'ask' | 'stop'>>): void {
  describe(`what ${name} answers`, () => {
    let service: Pick<ServiceUnderTest, 'ask' | 'stop'> | undefined;
    beforeAll(async () => { service = await start(); }, patience);
    afterAll(() => service?.stop());

    it('is seen within the lineage of who asks, and nothing of it outside', async () => readsKeepToLineage(await countryOf(given(service))), patience);
  });
}

async function rebuildsAreGuarded({ graph: { rebuild }, ask }: Reads): Promise<void> {
  expect(rebuild).toEqual(expect.any(String));
  const refusals = await Promise.all([registrar, ...places.map(viewerOf)].map(async (viewer) => (await ask(viewer, `mutation { ${rebuild}(readModel: "none") { state } }`)).errors?.[0]?.extensions.code));
  expect(refusals).toEqual(['INVALID', ...places.map(() => 'FORBIDDEN')]);
}

async function readsKeepToLineage(country: Reads): Promise<void> {
  const { graph } = country;
  const wrong: Compared[] = [];
  for (const viewer of [registrar, ...places.map(viewerOf)]) {
    const compared: Compared[] = [];
    for (const kind of graph.kinds) compared.push(...await compareLists(country, kind, viewer), ...await compareSingles(country, kind, viewer));
    for (const type of graph.entities) compared.push(...await compareEntities(country, type, viewer));
    wrong.push(...compared.filter(({ answered, expected }) => !isDeepEqual(answered, expected)).map((one) => ({ ...one, question: `${viewer.name}: ${one.question}` })));
  }
  expect(wrong.slice(0, 3)).toEqual([]);
}

async function sealedReadsAreLogged(country: Country, sealed: Sealed): Promise<void> {
  const log = country.service.db.collection('sealedReads');
  for (const [kind, fields] of Object.entries(sealed)) for (const field of fields) for (const place of places) {
    const type = country.graph.entities.find(({ name }) => name === kind);
    if (!type) throw new Error(`${kind} is no entity of this service.`);
    await log.deleteMany({});
    const viewer = viewerOf(place);
    const read = (await compareEntities(country, type, viewer)).flatMap(({ answered }) => (answered === null ? [] : [answered as Record<string, unknown>]));
    expect(read.length).toBeGreaterThan(0);
    for (const record of read) expect(record[field]).toEqual(expect.stringContaining(`${field} `));
    const logged = await log.find({ by: viewer.name, field }).toArray();
    expect(logged.map(({ code }) => String(code)).sort()).toEqual(read.map(({ code }) => String(code)).sort());
  }
}

async function commandsKeepToLineage(country: Country): Promise<void> {
  const { kinds, commands } = country.graph;
  for (const place of places) {
    const before = await fingerprint(country);
    for (const kind of kinds) expect((await recordOutside(country, kind, place)).filter(({ outcome }) => outcome !== 'REJECTED')).toEqual([]);
    for (const command of commands) {
      const { outside, absent } = await commandsOutside(country, command, place);
      expect(absent).toMatch(/^NOT_FOUND /);
      expect(new Set(outside)).toEqual(new Set([absent]));
    }
    expect(await fingerprint(country)).toEqual(before);
    for (const kind of kinds) {
      const { known, made } = await recordInside(country, kind, place);
      expect(known.filter(({ outcome }) => outcome !== 'UNCHANGED')).toEqual([]);
      expect(made.filter(({ outcome }) => outcome !== 'CREATED')).toEqual([]);
    }
    for (const command of commands) await commandsReachOwn(country, command, place);
  }
}

async function referencesKeepToLine(country: Country): Promise<void> {
  const before = await fingerprint(country);
  for (const place of places) for (const kind of country.graph.kinds) {
    const { outside, absent } = await referOutside(country, kind, place);
    for (const said of absent) expect(said).toMatch(/^REJECTED INVALID /);
    expect(new Set(outside)).toEqual(new Set(absent));
  }
  expect(await fingerprint(country)).toEqual(before);
}

async function commandsReachOwn(country: Country, command: Country['graph']['commands'][number], place: (typeof places)[number]): Promise<void> {
  const own = sample(country.records.filter((record) => record.kind === command.kind && record.place === place));
  const answers: (string | null)[] = [];
  for (const { code } of own) answers.push(await commandAbout(country, command, { code, viewer: viewerOf(place) }));
  expect(answers).toContain(null);
  expect(answers.filter((answer) => answer?.startsWith('NOT_FOUND'))).toEqual([]);
}

async function indexesServe(country: Country): Promise<void> {
  const readings = await profileLists(country);
  expect(readings.length).toBeGreaterThan(country.graph.kinds.length);
  const scanned = readings.filter(({ plan }) => plan.includes('COLLSCAN'));
  // Codes that the caller names, at most 1,000, are found by themselves and then put in order.
  const [named, listed] = [true, false].map((isNamed) => readings.filter(({ question }) => question.includes('"_id":{"$in"') === isNamed));
  const sorted = listed?.filter((reading) => reading.sorted) ?? [];
  const wasteful = [...(listed?.filter(({ keys }) => keys > mostKeys) ?? []), ...(named?.filter(({ plan }) => plan !== 'IXSCAN { _id: 1 }') ?? [])];
  expect({ scanned: scanned.slice(0, 3), sorted: sorted.slice(0, 3), wasteful: wasteful.slice(0, 3) }).toEqual({ scanned: [], sorted: [], wasteful: [] });
}

function given<Service>(service: Service | undefined): Service {
  if (!service) throw new Error('The service did not start.');
  return service;
}

function isDeepEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
