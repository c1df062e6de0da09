import type mongoose from 'mongoose';
import { collectionOf, findMark, keptIn, marksOf, type Kept } from './kept.ts';
import { digestOf, documentOf, exactly, lineOf, linesIn, type Exact } from './lines.ts';
import { fileOf, readManifest, type Manifest } from './manifest.ts';

type MongoClient = mongoose.mongo.MongoClient;

/** A backup that was checked from its manifest to the last byte. */
export interface CheckedBackup {
  readonly folder: string;
  readonly manifest: Manifest;
  /** By which it is known. */
  readonly digest: string;
}

/** The system that a backup is restored to. */
export interface Target {
  readonly client: MongoClient;
  /** Begins the names of its databases. */
  readonly prefix: string;
}

/** Rows written at once, and their characters. */
const most = { lines: 1_000, characters: 4_000_000 };

/**
 * Reads a backup through without writing anything. Throws one line when it is none, is damaged, or has sealed fields that the
 * key of this fingerprint does not open.
 */
export async function checkBackup(folder: string, sealKey: string | null): Promise<CheckedBackup> {
  const { manifest, digest } = await readManifest(folder);
  if (manifest.sealKey !== null && manifest.sealKey !== sealKey) throw new Error(sealKey === null
    ? 'The sealing key of this system is not known: set SEAL_KEY, or DATA_DIR to where its keys.json is.'
    : 'This system has another sealing key than the one that was backed up: sealed records would stay sealed. Give it that key first.');
  for (const one of manifest.collections) {
    const file = fileOf(folder, one);
    const found = await digestOf(file).catch(() => 'unreadable');
    if (found !== one.sha256) throw new Error(`${file} ${found === 'unreadable' ? 'cannot be read' : 'is damaged'}: nothing was restored.`);
  }
  return { folder, manifest, digest };
}

/**
 * Writes a backup into an empty system, or goes on with its unfinished restore; every row is then there once, and nothing
 * else is. Throws one line when the system holds anything else.
 */
export async function restoreBackup({ client, prefix }: Target, { folder, manifest, digest }: CheckedBackup): Promise<void> {
  const mark = await findMark(client, prefix);
  if (mark && mark.backup !== digest) throw new Error('The restore of another backup into this system is not finished: finish that one, or begin with empty databases.');
  if (!mark) {
    await refuseRecords({ client, prefix });
    await marksOf(client, prefix).insertOne({ _id: 'restore', backup: digest });
  }
  for (const one of manifest.collections) {
    const target = collectionOf(client, prefix, one);
    for await (const lines of linesIn(fileOf(folder, one), most)) await writeRows(target, lines);
  }
  await compareCounts({ client, prefix }, manifest);
  await marksOf(client, prefix).drop();
}

async function refuseRecords({ client, prefix }: Target): Promise<void> {
  for (const kept of await keptIn(client, prefix)) {
    const found = await collectionOf(client, prefix, kept).findOne({}, { projection: { _id: 1 } });
    if (found) throw new Error(`The system is not empty: ${kept.database} holds ${kept.collection}. A backup is restored into an empty one alone.`);
  }
}

const disturbed = 'Somebody else has written to this system meanwhile: begin again with empty databases, and let nobody record anything until the restore has ended.';

/** Writes the rows that are not there yet, in their order. */
async function writeRows(target: mongoose.mongo.Collection, lines: readonly string[]): Promise<void> {
  const rows = lines.map((line) => ({ line, document: documentOf(line) }));
  const there = await target.find({ _id: { $in: rows.map(({ document }) => idOf(document)) } }, { raw: true }).toArray();
  const known = new Map(there.map(exactly).map((document) => [lineOf({ _id: idOf(document) }), lineOf(document)]));
  const missing = rows.filter(({ line, document }) => {
    const found = known.get(lineOf({ _id: idOf(document) }));
    if (found !== undefined && found !== line) throw new Error(disturbed);
    return found === undefined;
  });
  if (missing.length > 0) await target.insertMany(missing.map(({ document }) => document), { ordered: true });
}

function idOf({ _id }: Exact): never {
  // Whatever type it is of, it goes back as it came.
  return _id as never;
}

async function compareCounts({ client, prefix }: Target, { collections }: Manifest): Promise<void> {
  const place = ({ database, collection }: Kept) => `${database}.${collection}`;
  const expected = new Map(collections.map((one) => [place(one), one.rows]));
  for (const kept of await keptIn(client, prefix)) {
    const rows = await collectionOf(client, prefix, kept).countDocuments();
    if (rows !== (expected.get(place(kept)) ?? 0)) throw new Error(disturbed);
  }
}
