import { journalCollection, publisherOf, publishers, topics, type JournalRow, type Topic } from '@xunlian/events';
import { presentMoment } from '@xunlian/bus';
import { camelCase, format, type RecordFile } from '@xunlian/interchange';
import { serviceNames } from '@xunlian/supervisor';
import { askingOf, sealedMark, startSystem, type GoldenRecord, type System } from '@xunlian/harness';
import { registrar, testMongo } from '@xunlian/testing';
import { commandAbout, kindNames, readGraph, recordAll, recordRows, rowAt, type OwnKind, type Recorded, type ServiceGraph } from '@xunlian/harness/records';
import { getNullableType, isListType, isNonNullType } from 'graphql';
import { mongo } from 'mongoose';

/** Records by the topic that tells of them. */
export type Published = ReadonlyMap<string, readonly GoldenRecord[]>;

type Fields = Readonly<Record<string, unknown>>;
type Asking = ReturnType<typeof askingOf>;

/**
 * What a whole system publishes that is started for this alone: records of every kind in every office, some of them stated
 * anew, and every command about single records, with the documents that the services made of it.
 */
export async function publishAll(): Promise<Published> {
  const room = await testMongo();
  const client = await new mongo.MongoClient(room.uri).connect();
  try {
    const system = await startSystem({ mongoUri: room.uri, dbPrefix: room.dbPrefix });
    try {
      await commandAll(system, client);
    } finally {
      await system.stop();
    }
    const found = topics.map(async (topic) => [topic.name, await recordsOf(client.db(room.dbPrefix + publisherOf(topic)), topic)] as const);
    return new Map(await Promise.all(found));
  } finally {
    await client.close();
    await room.stop();
  }
}

async function commandAll(system: System, client: mongo.MongoClient): Promise<void> {
  const positions: string[] = [];
  const again: (() => Promise<void>)[] = [];
  for (const name of serviceNames.filter((service) => publishers.includes(service))) {
    const ask = askingOf({ name, key: system.serviceKeys[name], url: system.urls[name] });
    const graph = await readGraph({ ask });
    const records = await recordAll({ ask }, graph.kinds, positions.join());
    again.push(() => commandAgain(ask, graph, records));
    positions.push(`${name}@${await presentMoment(client)}`);
  }
  // Only when everything refers to records as they were stated first.
  for (const command of again) await command();
}

/** Commands about records that are there; those that a rule refuses tell of nothing. */
async function commandAgain(ask: Asking, { kinds, commands }: ServiceGraph, records: readonly Recorded[]): Promise<void> {
  for (const command of commands)
    for (const { code } of records.filter(({ kind }) => kind === command.kind)) await commandAbout({ service: { ask } }, command, { code, viewer: registrar });
  for (const kind of kinds) {
    const own = records.filter((record) => record.kind === kind.name && record.number % 2 === 1);
    await recordRows({ ask }, kind, { rows: own.map((record) => bareRow(kind, record)) });
  }
}

/** The row with nothing in what may be empty. */
function bareRow(kind: OwnKind, { place, number, code }: Recorded): object {
  const fields = Object.values(kind.input.getFields());
  const row = Object.entries(rowAt(kind, { place, number })).map(([name, value]) => {
    const type = fields.find((field) => field.name === name)?.type;
    return [name, isListType(getNullableType(type)) ? [] : isNonNullType(type) ? value : null] as const;
  });
  return { ...Object.fromEntries(row), ...(kind.name === 'Division' ? { code } : {}) };
}

async function recordsOf(db: mongo.Db, topic: Topic): Promise<GoldenRecord[]> {
  const file = fileOf(topic);
  const rows = await db.collection<JournalRow>(journalCollection).find({ '_id.t': topic.name }).sort({ _id: 1 }).toArray();
  const documents = await db.collection<Fields & { _id: string; lineage: string[] }>(file.list).find().sort({ _id: 1 }).toArray();
  // Lineages of several offices show more than those of one.
  documents.sort((one, other) => other.lineage.length - one.lineage.length);
  const facts = Map.groupBy(rows, ({ _id: { s } }) => s);
  return documents.map(({ _id: subject, ...stored }) => {
    const own = (facts.get(subject) ?? []).map(({ _id: { v: version }, type, data, kept }) => ({ type, version, data, kept: masked(file, kept) }));
    const told = new Set(own.flatMap(({ data, kept }) => [...Object.keys(data), ...Object.keys(kept)]));
    const fields = Object.entries(stored).filter(([field]) => told.has(field));
    return { subject, facts: own, document: masked(file, { code: subject, ...Object.fromEntries(fields) }) };
  });
}

function fileOf(topic: Topic): RecordFile {
  const file = format.find(({ kind }) => kind === kindNames[topics.indexOf(topic)]);
  if (!file) throw new Error(`No file of a bundle has what ${topic.name} tells of.`);
  return file;
}

/** The fields with a mark where they are sealed: whoever has the key of that day could open what the journal has. */
function masked({ columns }: RecordFile, fields: object): Fields {
  const sealed = columns.filter((column) => column.sealed).map(({ name }) => camelCase(name));
  return Object.fromEntries(Object.entries(fields).map(([name, value]: [string, unknown]) => [name, sealed.includes(name) && value !== null ? sealedMark : value]));
}
