import { topics, type Topic } from '@xunlian/events';
import type { Lineage } from '@xunlian/shared';
import { z } from 'zod';
import { publish, type PublishedFact } from '@xunlian/testing';
import type { ServiceUnderTest } from '../service.ts';
import { codeAt, filled, kindNames, parents, perPlace, type Field, type Spot } from './fill.ts';
import { fieldOf, type OwnKind } from './graph.ts';
import { places } from './places.ts';

/** A record that is there, and whose it is. */
export interface Recorded extends Spot {
  readonly kind: string;
  readonly code: string;
  readonly lineage: Lineage;
}

/** Further records of each kind at each place that other services have told of, for rows that are tried later. */
const spare = 40;

const bulk = ({ record, input }: OwnKind) =>
  `mutation ($rows: [${input.name}!]!) { answer: ${record}(rows: $rows) { rows { code outcome refusal reason field } } }`;

const answered = z.object({
  answer: z.object({ rows: z.array(z.object({ code: z.string(), outcome: z.string(), refusal: z.string().nullable(), reason: z.string().nullable(), field: z.string().nullable() })) }),
});

/** What became of each row of a bulk. */
export type RowAnswers = z.infer<typeof answered>['answer']['rows'];

/** The row that states a record, every field filled. Throws when a field is one that nobody knows how to fill. */
export function rowAt({ name, input }: OwnKind, spot: Spot): Record<string, unknown> {
  return Object.fromEntries(Object.values(input.getFields()).map((field) => [field.name, filled(fieldOf(name, field), spot)]));
}

/** Commands rows, for a viewer or the registrar. Throws when the whole is refused. */
export async function recordRows(service: Pick<ServiceUnderTest, 'ask'>, kind: OwnKind, { rows, ...how }: { rows: readonly object[] } & Parameters<ServiceUnderTest['ask']>[2]): Promise<RowAnswers> {
  const { data, errors } = await service.ask(bulk(kind), { rows }, how);
  if (errors) throw new Error(`${kind.record}: ${errors[0]?.message ?? ''}`);
  return answered.parse(data).answer.rows;
}

/** Lets the other services tell of their records what this one hears; the positions after them. */
export async function tellAll({ db, mongo }: ServiceUnderTest): Promise<string> {
  const collections = await db.listCollections().toArray();
  const heard = topics.filter(({ name }) => collections.some((collection) => collection.name === `heard.${name}`));
  return publish(mongo, heard.flatMap((topic) => factsOf(topic)));
}

/** Facts of a topic about records of every place. */
export function factsOf(topic: Topic): PublishedFact[] {
  const kind = kindNames[topics.indexOf(topic)] ?? '';
  const fields = publishedFields(kind, topic);
  return spots(kind === 'Office' ? 1 : perPlace + spare).map((spot) => {
    const data = Object.fromEntries(fields.map((field) => [field.name, filled(field, spot)]));
    return { topic, data, subject: codeAt(kind, spot) };
  });
}

/** Records every kind at every place as the registrar. Throws when a row is refused: then the generator is wrong. */
export async function recordAll(service: Pick<ServiceUnderTest, 'ask'>, kinds: readonly OwnKind[], after: string): Promise<Recorded[]> {
  const records: Recorded[] = [];
  for (const kind of kinds) {
    if (kind.name === 'Division') records.push(...await recordTree(service, kind));
    const all = spots(kind.name === 'Office' ? 1 : perPlace);
    // Others of the same kind refer to the first ones.
    for (const wave of [all.filter(({ number }) => number < parents), all.filter(({ number }) => number >= parents)]) {
      if (wave.length === 0) continue;
      const answers = await recordRows(service, kind, { rows: wave.map((spot) => rowAt(kind, spot)), after });
      records.push(...wave.map((spot, place) => recorded(kind.name, spot, answers[place])));
    }
  }
  return records;
}

/** The divisions of the offices themselves, each after the one above. */
async function recordTree(service: Pick<ServiceUnderTest, 'ask'>, kind: OwnKind): Promise<Recorded[]> {
  const records: Recorded[] = [];
  for (const place of places) {
    const { code, level, lineage } = place;
    await recordRows(service, kind, { rows: [{ code, level, name: code, parentCode: lineage.at(-2) ?? null }] });
    records.push({ kind: kind.name, code, lineage, place, number: 0 });
  }
  return records;
}

function spots(count: number): Spot[] {
  return places.flatMap((place) => Array.from({ length: count }, (_, number) => ({ place, number })));
}

function recorded(kind: string, spot: Spot, answer: RowAnswers[number] | undefined): Recorded {
  if (answer?.outcome !== 'CREATED') throw new Error(`${kind} ${spot.number} of ${spot.place.code} is ${JSON.stringify(answer)}.`);
  const { lineage } = spot.place;
  return { ...spot, kind, code: answer.code, lineage: kind === 'Division' ? [...lineage, answer.code] : lineage };
}

interface JsonField {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: JsonField;
  readonly anyOf?: readonly JsonField[];
}

/** Fields of the fact that carries the whole record, which is a topic's first. */
function publishedFields(kind: string, topic: Topic): Field[] {
  const [declared] = Object.values(topic.events);
  if (!declared) throw new Error(`${topic.name} declares nothing.`);
  const { properties = {} } = z.toJSONSchema(declared.strict) as { properties?: Record<string, JsonField> };
  return Object.entries(properties).map(([name, field]) => {
    const present = field.anyOf?.find(({ type }) => type !== 'null') ?? field;
    const inner = present.items ?? present;
    const types: Readonly<Record<string, string>> = { string: 'String', boolean: 'Boolean', integer: 'Int', number: 'Float' };
    const named = [inner.type ?? ''].flat().find((type) => type !== 'null') ?? '';
    const type = inner.format === 'date' ? 'Date' : types[named] ?? '';
    const required = present === field && typeof field.type === 'string';
    return { kind, name, type, choices: inner.enum ?? [], list: present.items !== undefined, required };
  });
}
