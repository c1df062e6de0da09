import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { clueTopic, confessionTopic } from '@xunlian/events';
import { testMongo, type TestMongo } from '@xunlian/testing';
import kafkajs from 'kafkajs';
import { mongo } from 'mongoose';
import { openBus, type Bus } from '../src/index.ts';
import { accessRights } from '../src/kafka/accessRights.ts';
import { kafkaClient, withClient } from '../src/kafka/client.ts';
import { lettersOf, sendAgain } from '../src/kafka/deadLetterBox.ts';
import { applyTopics } from '../src/kafka/topics.ts';
import { guardedBroker, password, type GuardedBroker } from './guardedBroker.ts';
import { commit } from './journal.ts';
import { declared } from './kafkaRoom.ts';
import { memory } from './memory.ts';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
const prefix = 'own.';
let broker: GuardedBroker;
let room: TestMongo;
let client: mongo.MongoClient;
beforeAll(async () => {
  [broker, room] = await Promise.all([guardedBroker(['findings', 'insight', 'operator']), testMongo()]);
  client = await new mongo.MongoClient(room.uri).connect();
}, 120_000);
afterAll(async () => {
  await client?.close();
  await Promise.all([broker?.stop(), room?.stop()]);
}, 30_000);

/** Gives everybody the rights that `topics acl` prints. */
async function grantAll(): Promise<void> {
  await withClient(broker.as('admin', prefix), 'acl', async (kafka) => {
    const admin = kafka.admin();
    await admin.connect();
    await admin.createAcls({ acl: accessRights(prefix).map(({ principal, operation, resource, name, pattern }) => ({
      principal, host: '*', resourceName: name, permissionType: AclPermissionTypes.ALLOW,
      operation: AclOperationTypes[operation.toUpperCase() as 'READ' | 'WRITE' | 'DESCRIBE'],
      resourceType: AclResourceTypes[resource.toUpperCase() as 'TOPIC' | 'GROUP'],
      resourcePatternType: ResourcePatternTypes[pattern.toUpperCase() as 'LITERAL' | 'PREFIXED'],
    })) });
    await admin.disconnect();
  });
}

const run = promisify(execFile);
const command = new URL('../src/kafka/command.ts', import.meta.url).pathname;
/** What becomes of `topics apply` for somebody at the listener that speaks TLS. */
const applyAs = (variables: Record<string, string>) => run(process.execPath, [command, 'topics', 'apply', '--dry-run'], {
  env: { PATH: process.env['PATH'], KAFKA_BROKERS: broker.secret, NODE_EXTRA_CA_CERTS: broker.certificate, ...variables },
}).then(({ stdout }) => stdout, (error: { stderr: string }) => error.stderr);
const signing = (mechanism: string, username: string, own = password) => ({ KAFKA_TLS: 'true', KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: own });

it('is spoken to over TLS by who says who they are, and by nobody else', async () => {
  const all = [
    signing('plain', 'admin'), signing('scram-sha-512', 'findings'), signing('plain', 'admin', 'wrong'), signing('scram-sha-512', 'findings', 'wrong'), { KAFKA_TLS: 'true' },
    { ...signing('plain', 'admin'), KAFKA_TLS: 'false' }, { ...signing('plain', 'admin'), NODE_EXTRA_CA_CERTS: '' },
  ];
  const said = await Promise.all(all.map(applyAs));
  for (const allowed of said.slice(0, 2)) expect(allowed).toContain('would be made');
  for (const wrong of said.slice(2, 4)) expect(wrong).toBe('Kafka does not let this user in: KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD say who it is.\n');
  for (const stranger of said.slice(4)) expect(stranger).toMatch(/^(No broker answers|Kafka refuses it)/);
}, 60_000);

it('lets services and their operator do all that they do, with the rights of the table, and nothing more', async () => {
  await applyTopics(broker.as('admin', prefix), declared);
  await grantAll();
  const open = (service: string): Promise<Bus> => openBus({ client, databaseOf: (name) => room.dbPrefix + name, service, kafka: broker.as(service, prefix), alone: false });
  const [findings, insight] = [await open('findings'), await open('insight')];
  const kept = memory();
  const [relay, feed] = [findings.relay('findings'), insight.subscribe([confessionTopic], kept.projection)];
  const moment = await commit(client, room, [{ s: 'bad', v: 1, data: {} }, { s: 'one', v: 1 }]);
  expect(await feed.reached('findings', moment, 30_000)).toBe(true);
  expect(kept.seen()).toEqual(['one/1']);
  const operator = broker.as('operator', prefix);
  const [letter, ...none] = await lettersOf(operator, 'insight');
  expect({ letter, none }).toMatchObject({ letter: { subject: 'bad' }, none: [] });
  if (letter) await sendAgain(operator, letter);
  expect(await lettersOf(operator, 'insight')).not.toContainEqual(letter);
  await Promise.all([relay.stop(), feed.stop()]);
  await Promise.all([findings.close(), insight.close()]);
  const stranger = kafkaClient(broker.as('insight', prefix), 'stranger');
  const producer = stranger.producer();
  await producer.connect();
  await expect(producer.send({ topic: prefix + clueTopic.name, messages: [{ value: '{}' }] })).rejects.toThrow(/authoriz/i);
  await producer.disconnect();
  stranger.close();
}, 90_000);
