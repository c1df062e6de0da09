import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { localKafka } from '../src/index.ts';
import { kafkaClient } from '../src/kafka/client.ts';

/** Takes connections and never answers, as a broker that hangs. */
const silent = createServer();
const taken: Socket[] = [];

beforeAll(async () => {
  silent.on('connection', (socket) => taken.push(socket.resume())).listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterAll(() => { silent.close(); });

it('that is closed leaves no connection, fails who waits on one, and makes no other', async () => {
  const kafka = kafkaClient(localKafka(`127.0.0.1:${(silent.address() as AddressInfo).port}`, ''), 'test');
  const waiting = expect(kafka.admin().connect()).rejects.toThrow('The client is closed.');
  const [socket] = await once(silent, 'connection') as [Socket];
  const ended = once(socket, 'close');
  kafka.close();
  await Promise.all([waiting, ended]);
  await expect(kafka.producer().connect()).rejects.toThrow('The client is closed.');
  expect(taken).toHaveLength(1);
}, 20_000);
