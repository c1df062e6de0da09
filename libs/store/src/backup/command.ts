import '../driver.ts';
import { join } from 'node:path';
import { journalCollection } from '@xunlian/events';
import mongoose from 'mongoose';
import { fingerprintOf } from '../cipher.ts';
import { takeBackup } from './backup.ts';
import { readSettings, type BackupSettings } from './config.ts';
import { explain } from './explain.ts';
import type { Manifest } from './manifest.ts';
import { checkBackup, restoreBackup } from './restore.ts';

// What `xunlian backup` and `xunlian restore` run: the command itself speaks to the graph alone.
const say = (line: string) => void process.stdout.write(`${line}\n`);
const complain = (line: string) => void process.stderr.write(`${line}\n`);
const [what = '', folder = ''] = process.argv.slice(2);
try {
  await (what === 'restore' ? restore : backup)(readSettings(), folder);
} catch (error) {
  complain(explain(error));
  process.exitCode = 1;
}

async function backup(settings: BackupSettings, into: string): Promise<void> {
  const { sealKey, prefix } = settings;
  await withDatabases(settings, async (client) => {
    const manifest = await takeBackup({ client, prefix, folder: into, sealKey });
    const known = manifest.sealKey === null ? null : sealKey;
    if (!known) complain(`The sealing key is not known (${unknownIn(sealKey)}): this backup will not tell a wrong key.`);
    for (const line of contentsOf(manifest)) say(line);
    say(`backed up into ${into}, as of ${manifest.moment}${known ? `; its sealed records open with the key in ${known.place}, which is not in it` : ''}`);
  });
}

function unknownIn(key: BackupSettings['sealKey']): string {
  return key ? `SEAL_KEY is not set, and the key in ${key.place} is that of another system` : 'SEAL_KEY, or keys.json in DATA_DIR';
}

async function restore(settings: BackupSettings, from: string): Promise<void> {
  const checked = await checkBackup(from, fingerprintIn(settings));
  if (checked.manifest.sealKey === null) complain('This backup does not say which key its sealed records open with.');
  await withDatabases(settings, async (client) => {
    await restoreBackup({ client, prefix: settings.prefix }, checked);
    for (const line of contentsOf(checked.manifest)) say(line);
    say(`restored from ${from}, as of ${checked.manifest.moment}; the services build read models and figures from it`);
  });
}

function fingerprintIn({ sealKey }: BackupSettings): string | null {
  return sealKey && fingerprintOf(sealKey.secret);
}

/** A line for each service. */
function contentsOf({ collections }: Manifest): string[] {
  return [...Map.groupBy(collections, ({ database }) => database)].map(([database, kept]) => {
    const [facts, others] = [true, false].map((isJournal) => kept.filter(({ collection }) => (collection === journalCollection) === isJournal).reduce((sum, { rows }) => sum + rows, 0));
    return `${database}: ${others} documents, ${facts} facts`;
  });
}

async function withDatabases({ uri, dataDir }: BackupSettings, work: (client: mongoose.mongo.MongoClient) => Promise<void>): Promise<void> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    await client.connect();
    if (dataDir !== null) await refuseOther(client, dataDir);
    await work(client);
  } finally {
    await client.close();
  }
}

/** An address that was left behind may be another system's by now. */
async function refuseOther(client: mongoose.mongo.MongoClient, dataDir: string): Promise<void> {
  const { parsed } = await client.db('admin').command({ getCmdLineOpts: 1 }) as { parsed?: { storage?: { dbPath?: string } } };
  if (!parsed?.storage?.dbPath?.startsWith(join(dataDir, '/'))) throw new Error('The system of this data folder does not run: another one has its port.');
}
