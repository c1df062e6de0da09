import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { mongo } from 'mongoose';

import { awaitPrimary, findMongod, lastComplaint, MongodMissing, startMongod, stopMongodLeftBehind } from '../src/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xunlian-mongod-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function listenSomewhere(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
}

async function freePort(): Promise<number> {
  const { server, port } = await listenSomewhere();
  server.close();
  return port;
}

async function pretendMongod(version: string): Promise<string> {
  const command = join(folder, version, 'mongod');
  await mkdir(join(folder, version));
  await writeFile(command, `#!/bin/sh\necho "db version v${version}"\n`);
  await chmod(command, 0o755);
  return command;
}

const documents = async (uri: string, work: (things: mongo.Collection) => Promise<unknown>) => {
  const client = new mongo.MongoClient(uri);
  const answer = await work(client.db('test').collection('things'));
  await client.close();
  return answer;
};

test('a mongod on the PATH comes first', async () => {
  const command = await pretendMongod('7.0.1');
  expect(await findMongod({ path: `/nowhere:${join(folder, '7.0.1')}` })).toEqual({ command, version: '7.0.1' });
});

test('a mongod on the PATH that is too old is passed over for one that was downloaded before', async () => {
  await pretendMongod('4.2.0');
  const kept = await pretendMongod('6.0.5');
  await writeFile(join(folder, 'found.json'), JSON.stringify({ command: kept }));
  expect(await findMongod({ path: join(folder, '4.2.0'), cacheDir: folder })).toEqual({ command: kept, version: '6.0.5' });
});

test('what is remembered already is not written again', async () => {
  const memory = join(folder, 'found.json');
  await writeFile(memory, JSON.stringify({ command: await pretendMongod('6.0.5') }));
  await utimes(memory, 1_000, 1_000);
  await findMongod({ path: '/nowhere', cacheDir: folder });
  expect((await stat(memory)).mtimeMs).toBe(1_000_000);
});

test('a mongod that was found and cannot be remembered is found all the same', async () => {
  const command = await pretendMongod('wheel');
  await writeFile(command, '#!/bin/sh\necho "db version v6.0.5"\n');
  // Neither can be written to: nothing official is downloaded, and nothing remembered.
  await Promise.all([writeFile(join(folder, 'official'), ''), mkdir(join(folder, 'found.json'))]);
  expect(await findMongod({ path: '/nowhere', cacheDir: folder })).toEqual({ command, version: '6.0.5' });
});

test('the release that is wanted comes before the PATH, and another only where it is not to be had', async () => {
  const other = await pretendMongod('8.2.6');
  const kept = await pretendMongod('6.0.5');
  await Promise.all([writeFile(join(folder, 'found.json'), JSON.stringify({ command: kept })), writeFile(join(folder, 'official'), ''), writeFile(join(folder, 'wheel'), '')]);
  const search = { path: join(folder, '8.2.6'), cacheDir: folder };
  expect(await findMongod({ ...search, version: '6.0.9' })).toEqual({ command: kept, version: '6.0.5' });
  expect(await findMongod({ ...search, version: '7.0.1' })).toEqual({ command: other, version: '8.2.6' });
  expect(await findMongod(search)).toEqual({ command: other, version: '8.2.6' });
});

test('where no mongod is to be had, one line says what to do and why each attempt failed', async () => {
  // Nothing can be put into that folder, so nothing is downloaded.
  const missing = await findMongod({ cacheDir: '/dev/null/cache', path: '/nowhere' }).catch((error: unknown) => error);
  expect(missing).toBeInstanceOf(MongodMissing);
  expect(String(missing)).toMatch(/^MongodMissing: No mongod \(set MONGODB_URI, or put mongod on the PATH\)\. Tried PATH: none there; official binary: .+; wheel: .+\.$/);
});

test('data written before is there after a start on another port', async () => {
  const dataDir = join(folder, 'data');
  const first = await startMongod({ dataDir, port: await freePort() });
  await documents(first.uri, (things) => things.insertOne({ name: 'kept' }, { writeConcern: { w: 'majority', journal: true } }));
  await first.stop();
  const second = await startMongod({ dataDir, port: await freePort() });
  expect(await documents(second.uri, (things) => things.findOne({}, { projection: { _id: 0 } }))).toEqual({ name: 'kept' });
  await second.stop();
});

test('says why a mongod does not start', async () => {
  const { server, port } = await listenSomewhere();
  const failure = startMongod({ dataDir: join(folder, 'data'), port }).finally(() => server.close());
  await expect(failure).rejects.toThrow('mongod does not start: Error setting up listener: Address already in use');
});

test('a lock file whose process is somebody else is nobody left behind', async () => {
  await writeFile(join(folder, 'mongod.lock'), `${process.pid}\n`);
  expect(await stopMongodLeftBehind(folder)).toBe(false);
});

test('a mongod left behind is known by its data folder, blanks and all', async () => {
  const dataDir = join(folder, 'my data');
  await mkdir(dataDir);
  const left = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', '--', '--dbpath', dataDir], { argv0: '/opt/my programs/mongod', stdio: 'ignore' });
  const exit = once(left, 'exit');
  await writeFile(join(dataDir, 'mongod.lock'), `${left.pid}\n`);
  expect(await stopMongodLeftBehind(dataDir)).toBe(true);
  expect((await exit)[1]).toBe('SIGTERM');
});

test('a complaint that was cut off is given as it stands', async () => {
  const [log, cut] = [join(folder, 'mongod.log'), '{"t":1,"s":"E","msg":"WiredTiger error","attr":{"err'];
  await writeFile(log, `{"s":"E","msg":"before"}\n${cut}`);
  expect(await lastComplaint(log)).toBe(cut);
});

test('waiting for a primary that never comes ends', async () => {
  await expect(awaitPrimary(await freePort(), { withinMs: 300 })).rejects.toThrow();
});
