import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { openBus, localKafka, type Bus } from '@xunlian/bus';
import { applyTopics } from '@xunlian/bus/topics';
import { confessionTopic } from '@xunlian/events';
import { endWithUs, freePort } from '@xunlian/machine';
import { findMongod } from '@xunlian/mongod';
import { oplogWindow, openDatabase } from '@xunlian/store';
import { serviceNames } from '@xunlian/supervisor';
import { publish } from '@xunlian/testing';
import { testKafka } from '@xunlian/testing/kafka';
import { mongo } from 'mongoose';
import { root } from '../checks/result.ts';

interface Commanded { role?: string; user?: string }

/** The roles and users that initiate.js makes in a set that has none, without the shell it is written for. */
function commanded(passwords: string, member: string): Commanded[] {
  const made: Commanded[] = [];
  const make = (what: Commanded) => { made.push(what); };
  const admin = {
    hello: () => ({ setName: 'rs0', isWritablePrimary: true }), auth: () => 1,
    adminCommand: () => ({ config: { members: [{ _id: 0, host: member }] } }),
    getRole: () => null, getUser: () => null, createRole: make, createUser: make,
  };
  const script = readFileSync(join(root, 'infra/compose/initiate.js'), 'utf8');
  const env = { MONGO_PASSWORDS: passwords, MONGO_MEMBERS: member };
  runInNewContext(script, { process: { env }, connect: () => ({ getSiblingDB: () => admin }), print: () => undefined });
  return JSON.parse(JSON.stringify(made)) as Commanded[];
}

let folder: string;
let port: number;
let stop: () => Promise<unknown>;
const clients: mongo.MongoClient[] = [];

const uriOf = (user: string) => `mongodb://${user}:secret@127.0.0.1:${port}/?replicaSet=rs0&authSource=admin`;
const as = (user: string) => {
  const client = new mongo.MongoClient(uriOf(user));
  clients.push(client);
  return client;
};

/** A set of one that asks everybody who they are, with the users of compose. */
async function startSet(): Promise<() => Promise<unknown>> {
  const keyFile = join(folder, 'key');
  writeFileSync(keyFile, 'c2VjcmV0c2VjcmV0', { mode: 0o400 });
  const { command } = await findMongod();
  const settings = ['--replSet', 'rs0', '--keyFile', keyFile, '--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', folder, '--logpath', join(folder, 'log'), '--nounixsocket'];
  const mongod = spawn(command, settings, { stdio: 'ignore' });
  endWithUs(mongod);
  const first = await new mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`).connect();
  await first.db('admin').command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
  while (!(await first.db('admin').command({ hello: 1 }))['isWritablePrimary']) await pause(50);
  await first.db('admin').command({ createUser: 'root', pwd: 'secret', roles: ['root'] });
  await first.close();
  for (const { role, user, ...more } of commanded(['root', 'backup', ...serviceNames].map((user) => `${user}=secret`).join(','), `127.0.0.1:${port}`)) {
    await as('root').db('admin').command({ ...(role === undefined ? { createUser: user } : { createRole: role }), ...more });
  }
  return () => {
    mongod.kill('SIGKILL');
    return once(mongod, 'exit');
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xunlian-rights-'));
  port = await freePort();
  stop = await startSet();
}, 60_000);
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await stop();
  rmSync(folder, { recursive: true });
});

test('with the rights of compose a service relays its facts to another, and sees how far back MongoDB remembers', async () => {
  const kafka = await testKafka();
  const settings = localKafka(kafka.brokers, kafka.prefix);
  await applyTopics(settings);
  const open = (service: string): Promise<Bus> => openBus({ client: as(service), databaseOf: (name) => `xunlian_${name}`, service, kafka: settings, alone: false });
  const [findings, insight] = [await open('findings'), await open('insight')];
  const relay = findings.relay('findings');
  const taken: string[] = [];
  const feed = insight.subscribe([confessionTopic], { cursors: async () => ({}), apply: async ({ events }) => { taken.push(...events.map(({ subject }) => subject)); } });
  const after = await publish({ uri: uriOf('findings'), dbPrefix: 'xunlian_' }, [{ topic: confessionTopic, subject: 'one', data: { lineage: ['1'], receivedOn: '2020-01-01' } }]);
  expect(await feed.reached('findings', after.split('@')[1] ?? '', 30_000)).toBe(true);
  expect({ taken, unrelayed: await relay.unrelayed() }).toEqual({ taken: ['one'], unrelayed: 0 });
  for (const service of ['findings', 'insight']) {
    const db = await openDatabase(uriOf(service), `xunlian_${service}`);
    expect(await oplogWindow(db)).toBeGreaterThan(0);
    expect(await oplogWindow(db)).toBeLessThan(100);
    await db.close();
  }
  await Promise.all([feed.stop(), relay.stop()]);
  await Promise.all([findings.close(), insight.close()]);
  await kafka.stop();
}, 120_000);

test.each<[string, (client: mongo.MongoClient) => Promise<unknown>]>([
  ['read', (client) => client.db('xunlian_findings').collection('journal').findOne()],
  ['follow', (client) => client.db('xunlian_findings').collection('journal').watch().tryNext()],
  ['write', (client) => client.db('xunlian_findings').collection<{ _id: string }>('relay').deleteMany({})],
  ['read by the oplog', (client) => client.db('local').collection('oplog.rs').findOne()],
  ['follow by all changes there are', (client) => client.watch().tryNext()],
])("a service cannot %s another's records", async (_, attempt) => {
  await expect(attempt(as('insight'))).rejects.toThrow(/not authorized/);
});

test('with the rights of compose everything is backed up, and restored where nothing is left of it', async () => {
  const kept = { organizations: 'offices', pools: 'people', rounds: 'rounds', findings: 'clues', rectification: 'measures', insight: 'figures' };
  const rowsOf = (user: string, [service, name]: [string, string]) => as(user).db(`xunlian_${service}`).collection<{ _id: string }>(name);
  const rows = Object.entries(kept);
  for (const row of rows) await rowsOf(row[0], row).insertOne({ _id: row[0] });
  await backedUp('backup');
  for (const service of serviceNames) await as('root').db(`xunlian_${service}`).dropDatabase();
  await backedUp('restore');
  const found = await Promise.all(rows.map(async (row) => (await rowsOf(row[0], row).find().toArray()).map(({ _id }) => _id)));
  expect(found.flat()).toEqual(rows.map(([service]) => service).filter((service) => service !== 'insight'));
  await expect(rowsOf('backup', ['insight', 'figures']).findOne()).rejects.toThrow(/not authorized/);
}, 60_000);

/** Runs the program of `xunlian backup` or `xunlian restore` as the user of compose does; rejects when it fails. */
function backedUp(what: 'backup' | 'restore') {
  const program = fileURLToPath(import.meta.resolve('@xunlian/store/backup-command'));
  return promisify(execFile)(process.execPath, [program, what, join(folder, 'backup')], { env: { PATH: '', MONGODB_URI: uriOf('backup'), SEAL_KEY: '22'.repeat(32) } });
}
