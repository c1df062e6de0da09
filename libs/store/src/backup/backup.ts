import { rm } from 'node:fs/promises';
import mongoose from 'mongoose';
import { fingerprintOf } from '../cipher.ts';
import type { SealKey } from './config.ts';
import { takeFolder, type Folder } from './folder.ts';
import { collectionOf, findMark, keptIn } from './kept.ts';
import { writeDocuments } from './lines.ts';
import { fileOf, writeManifest, type Manifest } from './manifest.ts';
import { closedTo } from './sealed.ts';

type ClientSession = mongoose.mongo.ClientSession;

/** What is backed up, and where to. */
export interface BackupOptions {
  readonly client: mongoose.mongo.MongoClient;
  /** Begins the names of the system's databases. */
  readonly prefix: string;
  readonly folder: string;
  /** What its sealed fields are said to open with; null where it is not known. */
  readonly sealKey: SealKey | null;
}

/** Documents asked for at once. */
const batchSize = 1_000;

/**
 * Writes what a system holds at one moment into an empty folder, while its services go on. Throws one line, and leaves
 * nothing of its own there, when it cannot.
 */
export async function takeBackup(options: BackupOptions): Promise<Manifest> {
  const { client, prefix, folder } = options;
  const { make, clear } = await takeFolder(folder);
  const session = client.startSession({ snapshot: true });
  try {
    const moment = await beginAt(options, session);
    if (await findMark(client, prefix, session)) throw new Error('A restore of this system is not finished: run it again to its end before anything else.');
    const sealKey = await checkedKey(options, session);
    const collections = await writeCollections(options, session, make);
    if (collections.length === 0) throw new Error(nothingIn(prefix));
    const manifest: Manifest = { format: 1, moment, sealKey, collections };
    await writeManifest(folder, manifest);
    return manifest;
  } catch (error) {
    await clear();
    throw error;
  } finally {
    await session.endSession();
  }
}

const nothingIn = (prefix: string): string => `There is nothing to back up: no database that begins with ${prefix} holds a record.`;

/** Decides the moment that all reads of the session are of: that of its first read of a collection that is there. */
async function beginAt({ client, prefix }: BackupOptions, session: ClientSession): Promise<string> {
  const [first] = await keptIn(client, prefix);
  if (!first) throw new Error(nothingIn(prefix));
  await collectionOf(client, prefix, first).findOne({}, { session, projection: { _id: 1 } });
  // The driver keeps the moment and does not type it.
  const moment: unknown = Reflect.get(session, 'snapshotTime');
  if (!(moment instanceof mongoose.mongo.Timestamp)) throw new Error('MongoDB gives no snapshot: it must be a replica set of version 5 or newer.');
  return new Date(moment.getHighBitsUnsigned() * 1_000).toISOString();
}

/**
 * The fingerprint of the key, which opens what is sealed; null of one that was found by chance and does not. Any other that
 * does not is refused: the restore would refuse the right one.
 */
async function checkedKey({ client, prefix, sealKey }: BackupOptions, session: ClientSession): Promise<string | null> {
  if (!sealKey) return null;
  const closed = await closedTo(sealKey.secret, { client, prefix, session });
  if (closed.length === 0) return fingerprintOf(sealKey.secret);
  if (sealKey.isGuess) return null;
  throw new Error(`The key in ${sealKey.place} does not open what is sealed in this system (${closed.join(', ')}): give the one that its services have.`);
}

/** Lists the collections only now: what is created after the moment cannot be read as of it, and MongoDB says so. */
async function writeCollections({ client, prefix, folder }: BackupOptions, session: ClientSession, make: Folder['make']): Promise<Manifest['collections']> {
  const collections: Manifest['collections'] = [];
  for (const kept of await keptIn(client, prefix)) {
    const file = fileOf(folder, kept);
    const written = await writeDocuments(await make(file), collectionOf(client, prefix, kept).find({}, { session, batchSize, raw: true }).sort({ _id: 1 }));
    if (written.rows > 0) collections.push({ ...kept, ...written });
    else await rm(file);
  }
  return collections;
}
