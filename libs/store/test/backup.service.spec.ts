import { randomBytes, randomInt } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testMongo, type TestMongo } from '@xunlian/testing';
import { mongo } from 'mongoose';
import { fingerprintOf, sealWith } from '../src/cipher.ts';
import { bytesOf, start, type Ended } from './backedUp.ts';

const { Double, Long, ObjectId, Timestamp } = mongo;
const key = randomBytes(32).toString('hex');
const many = 8_000;
const { seal } = sealWith(key);

let room: TestMongo;
let client: mongo.MongoClient;
let folder: string;
let backup: string;

const prefixOf = (system: string) => `${room.dbPrefix}${system}_`;
const settings = (system: string) => ({ MONGODB_URI: room.uri, DB_PREFIX: prefixOf(system), SEAL_KEY: key });
const run = (words: readonly string[], system: string, more = {}): Promise<Ended> => start(words, { ...settings(system), ...more }).ended;
const collection = (system: string, database: string, name: string) => client.db(prefixOf(system) + database).collection(name);
const refused = (line: string | RegExp) => ({ code: 1, out: [], err: [typeof line === 'string' ? line : expect.stringMatching(line)] });
const fact = (s: string, v: number) => ({ _id: { t: 'findings.clue.v1', s, v } as never, type: 'ClueRecorded', data: { lineage: ['1'] }, kept: { about: 'x' }, at: new Date(), by: 'x', correlation: s });

beforeAll(async () => {
  [room, folder] = await Promise.all([testMongo(), mkdtemp(join(tmpdir(), 'xunlian-backup-'))]);
  client = await new mongo.MongoClient(room.uri).connect();
  backup = join(folder, 'backup');
  const odd = { text: 'line\u2028end\r\n\u0000é', whole: 5, double: new Double(5), long: Long.fromString('9007199254740993'), at: new Date(-1), none: null, z: { b: [1, '2'], a: new Timestamp({ t: 1, i: 2 }) } };
  await collection('one', 'organizations', 'offices').insertOne({ _id: '1' as never, ...odd });
  await collection('one', 'findings', 'clues').insertMany(Array.from({ length: many }, (_, place) => ({ _id: `c${place}` as never, place, about: seal('x', `findings.clue.v1/c${place}/about`) })));
  await collection('one', 'findings', 'journal').insertMany(Array.from({ length: many }, (_, place) => fact(`c${place % 5_000}`, 1 + Math.floor(place / 5_000))));
  await collection('one', 'findings', 'sealedReads').insertOne({ _id: new ObjectId(), kind: 'clues', at: new Date() });
  for (const name of ['heard.rounds.round.v1', 'cursors', 'relay', 'guards']) await collection('one', 'findings', name).insertOne({});
  expect(await run(['backup', backup], 'one')).toMatchObject({ code: 0, err: [] });
}, 60_000);
afterAll(async () => {
  await client.close();
  await room.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('holds of what is written together all or nothing, in all databases, while the writing goes on', async () => {
    let [written, going] = [0, true];
    const writing = (async () => {
      for (; going; written += 1) {
        await client.withSession((session) => session.withTransaction(async () => {
          await collection('pairs', 'findings', 'clues').insertOne({ _id: `p${written}` as never }, { session });
          await collection('pairs', 'rounds', 'journal').insertOne(fact(`p${written}`, 1), { session });
        }, { writeConcern: { w: 'majority' } }));
      }
    })();
    await collection('pairs', 'organizations', 'offices').insertMany(Array.from({ length: many }, (_, place) => ({ place })));
    const before = written;
    expect(await run(['backup', join(folder, 'pairs')], 'pairs')).toMatchObject({ code: 0 });
    going = false;
    await writing;
    const [clues, facts] = await Promise.all([rowsIn('findings.clues'), rowsIn('rounds.journal')]);
    expect(facts.map(({ _id }) => (_id as { s: string }).s)).toEqual(clues.map(({ _id }) => _id));
    expect(clues.length).toBeGreaterThanOrEqual(before);
    expect(clues.length).toBeLessThan(written);
  }, 60_000);

  it('can be read by its owner alone, and holds neither the key nor what can be built again', async () => {
    const names = await readdir(backup);
    expect(names).toEqual(['findings.clues', 'findings.journal', 'findings.sealedReads', 'organizations.offices'].map((name) => `${name}.ndjson.gz`).toSpliced(3, 0, 'manifest.json'));
    expect((await stat(backup)).mode & 0o777).toBe(0o700);
    for (const name of names) expect((await stat(join(backup, name))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(backup, 'manifest.json'), 'utf8')).not.toContain(key);
  });

  it('without a key says so, and one that cannot be made says why in one line and leaves nothing', async () => {
    const nowhere = run(['backup', join(folder, 'nowhere')], 'one', { MONGODB_URI: 'mongodb://127.0.0.1:9' });
    expect(await run(['backup', join(folder, 'keyless')], 'one', { SEAL_KEY: '', DATA_DIR: folder })).toMatchObject({ code: 0, err: [expect.stringMatching(/^The sealing key is not known/)] });
    expect(await run(['backup', backup], 'one')).toEqual(refused(`The folder ${backup} is not empty; a backup never writes over anything.`));
    expect(await run(['backup', '/dev/null/backup'], 'one')).toEqual(refused('The folder /dev/null/backup cannot be used (ENOTDIR).'));
    expect(await run(['backup', join(folder, 'none')], 'none')).toEqual(refused(/^There is nothing to back up/));
    expect(await readdir(join(folder, 'none'))).toEqual([]);
    expect(await run(['backup', join(folder, 'none')], 'one', { MONGODB_URI: '', DATA_DIR: folder })).toEqual(refused(/^There is no database: set MONGODB_URI/));
    expect(await nowhere).toEqual(refused('MongoDB does not answer, or has no primary.'));
  }, 60_000);

  it('has the fingerprint of the key that opens what is sealed, and of no other', async () => {
    const [lying, right] = await Promise.all(['lying', 'right'].map((name) => mkdir(join(folder, name)).then(() => join(folder, name))));
    await Promise.all([[lying, randomBytes(32).toString('hex')], [right, key]].map(([place = '', secret]) => writeFile(join(place, 'keys.json'), JSON.stringify({ seal: secret }))));
    expect(await run(['backup', join(folder, 'none')], 'one', { SEAL_KEY: randomBytes(32).toString('hex') }))
      .toEqual(refused('The key in SEAL_KEY does not open what is sealed in this system (clues): give the one that its services have.'));
    expect(await readdir(join(folder, 'none'))).toEqual([]);
    const [beside, own] = await Promise.all([lying, right].map((place = '') => run(['backup', join(place, 'backup')], 'one', { SEAL_KEY: '', DATA_DIR: place })));
    expect(beside).toMatchObject({ code: 0, err: [`The sealing key is not known (SEAL_KEY is not set, and the key in ${lying}/keys.json is that of another system): this backup will not tell a wrong key.`] });
    expect(beside?.out.at(-1)).not.toContain('keys.json');
    expect(own).toMatchObject({ code: 0, err: [] });
    expect(own?.out.at(-1)).toContain(`its sealed records open with the key in ${right}/keys.json`);
    const keysIn = (place = '') => readFile(join(place, 'backup', 'manifest.json'), 'utf8').then((text) => (JSON.parse(text) as { sealKey: unknown }).sealKey);
    expect(await Promise.all([lying, right].map(keysIn))).toEqual([null, fingerprintOf(key)]);
  }, 60_000);

  it('is not taken from another system that has got the port of the one meant', async () => {
    const data = join(folder, 'data');
    await mkdir(join(data, 'mongo'), { recursive: true });
    await writeFile(join(data, 'database.json'), JSON.stringify({ uri: room.uri, dbPrefix: prefixOf('one') }));
    expect(await start(['backup', join(folder, 'none')], { DATA_DIR: data, SEAL_KEY: key }).ended).toEqual(refused('The system of this data folder does not run: another one has its port.'));
  });
});

describe('a restore', () => {
  it('is byte by byte what was backed up, and is so when it was killed again and again', async () => {
    const expected = await bytesOf(client, prefixOf('one'));
    for (const name of ['heard.rounds.round.v1', 'cursors', 'relay', 'guards']) delete expected[`findings.${name}`];
    const rowsOfTwo = async () => (await Promise.all(['clues', 'journal'].map((name) => collection('two', 'findings', name).countDocuments()))).reduce((sum, rows) => sum + rows);
    for (let kills = 0; kills < 3; kills += 1) {
      const before = await rowsOfTwo();
      const { process, ended } = start(['restore', backup], settings('two'));
      while (await rowsOfTwo() <= before) await pause(1);
      await pause(randomInt(40));
      process.kill('SIGKILL');
      expect(await ended).toMatchObject({ code: null });
    }
    expect(await run(['backup', join(folder, 'half')], 'two')).toEqual(refused(/^A restore of this system is not finished/));
    expect(await run(['restore', join(folder, 'pairs')], 'two')).toEqual(refused(/^The restore of another backup into this system is not finished/));
    expect(await run(['restore', backup], 'two')).toMatchObject({ code: 0, err: [], out: [`findings: ${many + 1} documents, ${many} facts`, 'organizations: 1 documents, 0 facts', expect.any(String)] });
    expect(await bytesOf(client, prefixOf('two'))).toEqual(expected);
  }, 90_000);

  it('is refused, and writes nothing, unless the backup is whole and the key is its own', async () => {
    const damaged = async (name: string, damage: (copy: string) => Promise<unknown>) => {
      const copy = join(folder, name);
      await cp(backup, copy, { recursive: true });
      await damage(copy);
      return run(['restore', copy], 'three');
    };
    expect(await damaged('no-manifest', (copy) => rm(join(copy, 'manifest.json')))).toEqual(refused(/is no backup: it holds no manifest\.json/));
    expect(await damaged('bad-manifest', (copy) => appendFile(join(copy, 'manifest.json'), '}'))).toEqual(refused(/manifest\.json in .* is damaged/));
    expect(await damaged('longer', (copy) => appendFile(join(copy, 'organizations.offices.ndjson.gz'), 'x'))).toEqual(refused(/offices\.ndjson\.gz is damaged: nothing was restored\.$/));
    expect(await damaged('less', (copy) => rm(join(copy, 'findings.journal.ndjson.gz')))).toEqual(refused(/journal\.ndjson\.gz cannot be read: nothing was restored\.$/));
    expect(await run(['restore', backup], 'three', { SEAL_KEY: randomBytes(32).toString('hex') })).toEqual(refused(/^This system has another sealing key/));
    expect(await run(['restore', backup], 'three', { SEAL_KEY: '', DATA_DIR: folder })).toEqual(refused(/^The sealing key of this system is not known/));
    expect(await bytesOf(client, prefixOf('three'))).toEqual({});
  }, 60_000);

  it('is refused where there is a record already, and where somebody records another one meanwhile', async () => {
    expect(await run(['restore', backup], 'one')).toEqual(refused('The system is not empty: findings holds clues. A backup is restored into an empty one alone.'));
    for (const [place, wrong] of [['four', { _id: 'c7', place: 8 }], ['five', { _id: 'd1', place: 8 }]] as const) {
      const { process, ended } = start(['restore', backup], settings(place));
      while ((await collection(place, 'findings', 'restore').countDocuments()) === 0) await pause(1);
      process.kill('SIGKILL');
      await ended;
      await collection(place, 'findings', 'clues').replaceOne({ _id: wrong._id as never }, { place: wrong.place }, { upsert: true });
      expect(await run(['restore', backup], place)).toEqual(refused(/^Somebody else has written to this system meanwhile/));
    }
  }, 60_000);
});

async function rowsIn(name: string): Promise<{ _id: unknown }[]> {
  const lines = gunzipSync(await readFile(join(folder, 'pairs', `${name}.ndjson.gz`))).toString().trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as { _id: unknown });
}
