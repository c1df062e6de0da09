import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { mongo } from 'mongoose';

/** How a run ended; null when a signal ended it. */
export interface Ended {
  readonly code: number | null;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** The program of `xunlian backup` and `xunlian restore`, told nothing but this environment. */
export function start(words: readonly string[], environment: Readonly<Record<string, string>>): { process: ChildProcess; ended: Promise<Ended> } {
  const program = fileURLToPath(import.meta.resolve('@xunlian/store/backup-command'));
  const child = spawn(process.execPath, [program, ...words], { env: { PATH: '', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const code = new Promise<number | null>((resolve, reject) => { child.once('close', resolve).once('error', reject); });
  const ended = Promise.all([code, text(child.stdout), text(child.stderr)]);
  return { process: child, ended: ended.then(([how, out, err]) => ({ code: how, out: linesIn(out), err: linesIn(err) })) };
}

function linesIn(written: string): string[] {
  return written.split('\n').filter((line) => line !== '');
}

/** Every document of the databases that begin with a prefix, byte by byte, by database and collection. */
export async function bytesOf(client: mongo.MongoClient, prefix: string): Promise<Record<string, string[]>> {
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  const found: Record<string, string[]> = {};
  for (const db of databases.map(({ name }) => client.db(name)).filter(({ databaseName }) => databaseName.startsWith(prefix))) {
    for (const { name } of await db.listCollections().toArray()) {
      const documents = await db.collection(name).find({}, { raw: true }).sort({ _id: 1 }).toArray();
      if (documents.length > 0) found[`${db.databaseName.slice(prefix.length)}.${name}`] = documents.map((bytes) => Buffer.from(bytes as never).toString('latin1'));
    }
  }
  return found;
}
